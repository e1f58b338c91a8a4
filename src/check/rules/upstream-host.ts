import { ofRoute } from '../context.ts';
import type { Rule } from '../rule.ts';

/** `host_rewrite: upstream` names one host, so the nodes of the service must agree on it. */
export const upstreamHost: Rule = function* ({ routes }) {
  for (const { block, service } of routes) {
    if (block.host_rewrite !== 'upstream' || !service) continue;
    const nodes = service.nodes.filter((node) => node.enabled && node.weight > 0);
    const other = nodes.find((node) => node.host.toLowerCase() !== nodes[0]?.host.toLowerCase());
    if (!other) continue;
    yield {
      code: 'GW2028',
      message: `the nodes of "${service.id}" have different hosts, so "upstream" names none`,
      at: [...block.at, 'host_rewrite'],
      labels: [
        { at: [...other.at, 'address'], message: `${other.host}, while another is ${nodes[0]?.host}` },
      ],
      help: 'write the host name the service expects',
      context: ofRoute(block),
    };
  }
};
