import ipaddr from 'ipaddr.js';
import { parseAddress } from '../../model/address.ts';
import type { Rule } from '../rule.ts';

/** Metrics tell what a gateway serves and how it fares: their listener is on loopback or a private network (S17). */
export const metricsAddress: Rule = function* ({ document }) {
  const { metrics } = document;
  if (!metrics.enabled || isPrivate(metrics.host)) return;
  yield {
    code: 'GW3004',
    message: `metrics can be read by whoever reaches ${metrics.host === '' ? 'any address' : metrics.host}, port ${metrics.port}`,
    at: [...metrics.at, 'addr'],
    help: `write "127.0.0.1:${metrics.port}", or the address of a private network`,
  };
};

function isPrivate(host: string): boolean {
  if (host.toLowerCase() === 'localhost') return true;
  const address = parseAddress(host);
  return (
    address !== undefined &&
    ['loopback', 'private', 'uniqueLocal', 'linkLocal', 'carrierGradeNat'].includes(
      ipaddr.parse(address).range(),
    )
  );
}
