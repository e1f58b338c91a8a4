import { parseAddress } from '../../model/address.ts';
import type { NodeBlock } from '../../model/document.ts';
import { ofService } from '../context.ts';
import type { RuleFinding } from '../finding.ts';
import type { Rule } from '../rule.ts';

const isLive = (node: NodeBlock): boolean => node.enabled && node.weight > 0;

/** An enabled service has a node that may get requests; no node is listed twice; a node of weight 0 gets nothing. */
export const serviceNodes: Rule = function* ({ document }) {
  for (const service of document.services) {
    if (!service.enabled) continue;
    const context = ofService(service);
    if (!service.nodes.some(isLive))
      yield {
        code: 'GW2014',
        message:
          service.nodes.length === 0
            ? `the service "${service.id}" has no nodes`
            : `every node of the service "${service.id}" is disabled or has weight 0`,
        at: service.nodes.length === 0 ? service.at : [...service.at, 'nodes'],
        help:
          service.nodes.length === 0
            ? 'add "nodes", each with an "address"'
            : 'enable a node, or disable the service',
        context,
      };
    for (const node of service.nodes)
      if (node.enabled && node.weight === 0)
        yield {
          code: 'GW4001',
          message: `the node "${node.id}" has weight 0 and gets no requests`,
          at: [...node.at, 'weight'],
          help: 'give it a weight, or write "enabled: false"',
          context,
        };
    yield* sameAddress(service.nodes, context);
  }
};

function* sameAddress(nodes: readonly NodeBlock[], context: string): Iterable<RuleFinding> {
  const first = new Map<string, NodeBlock>();
  for (const node of nodes) {
    const host = parseAddress(node.host) ?? node.host.toLowerCase();
    const key = `${host} ${node.port}`;
    const earlier = first.get(key);
    if (earlier)
      yield {
        code: 'GW2005',
        message: `the nodes "${earlier.id}" and "${node.id}" have the same address`,
        at: [...node.at, 'address'],
        labels: [{ at: [...earlier.at, 'address'], message: 'the first one' }],
        help: 'remove one of them, and use "weight" to send it more requests',
        context,
      };
    else first.set(key, node);
  }
}
