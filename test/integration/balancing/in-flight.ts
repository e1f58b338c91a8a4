import type { Gateway } from '../harness/index.ts';

/**
 * What the metrics say is in flight.
 * @returns requests at each node of the service, by the names of the nodes
 */
export async function inFlight(gateway: Gateway, service: string): Promise<number[]> {
  const text = await (await fetch(gateway.metricsUrl('/metrics'))).text();
  const line = new RegExp(
    `^gatewayc_node_requests_in_flight\\{service="${service}",node="[^"]*"\\} (\\d+)$`,
    'gm',
  );
  const counts = [...text.matchAll(line)].map(([, count]) => Number(count));
  if (counts.length === 0) throw new Error(`no counts of ${service} in the metrics:\n${text}`);
  return counts;
}
