import { printable } from '../../diagnostics/printable.ts';
import type { Outcome, Probe } from '../decide/probe.ts';
import type { Effects, EntityChange, Place, Weaker } from '../difference.ts';
import { requestOf } from '../witness/request.ts';
import { changeText, sizeText, valueText } from './value.ts';

/** @param place a place in the YAML; for example `gateway.yaml:9:5` */
export const placeText = ({ column, file, line }: Place): string => `${printable(file)}:${line}:${column}`;

/** Says what becomes of a request. */
export function outcomeText(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'route': {
      const refused = outcome.refuse === undefined ? '' : `, refused with ${outcome.refuse}`;
      return `${printable(outcome.route)}${refused}`;
    }
    case 'reserved':
      return 'the gateway itself';
    case 'not-found':
      return '404';
    case 'method-not-allowed':
      return '405';
    case 'unknown':
      return 'unknown';
  }
}

/**
 * Writes a witness on one line: the request, then what it must have.
 * @returns for example `GET example.com/users/x (x-tier: gold)`
 */
export function witnessText(witness: Probe): string {
  const { client, headers, host, method, target } = requestOf(witness);
  const more = [
    ...Object.entries(headers).map(([name, text]) => `${name}: ${text}`),
    ...(client === undefined ? [] : [`from ${client}`]),
  ];
  return printable(`${method} ${host}${target}${more.length === 0 ? '' : ` (${more.join('; ')})`}`);
}

/** What an entity is called in front of its id. */
export const NOUNS: Readonly<Record<EntityChange['entity'], string>> = {
  setting: 'settings',
  listener: 'listeners',
  service: 'services',
  node: 'nodes',
  route: 'routes',
};

/** Names an entity. */
export const entityText = ({ id, service }: Pick<EntityChange, 'id' | 'service'>): string =>
  printable(service === undefined ? id : `${id} of ${service}`);

/** Says what a new or lost entity is, in a few words; empty when its id says it all. */
export function gist({ entity, fields }: EntityChange): string {
  const value = (name: string): string => {
    const field = fields.find((one) => one.name === name);
    return field === undefined ? '' : valueText(name, field.new ?? field.old);
  };
  switch (entity) {
    case 'route': {
      const to = value('service_id') || value('redirect.location') || value('respond.status');
      return [value('methods'), value('hosts'), value('paths'), `→ ${to}`].filter((w) => w !== '').join(' ');
    }
    case 'service':
      return `${value('protocol')}, ${value('load_balancer.algorithm')}, timeout ${value('timeout')}`;
    case 'node':
      return value('weight') === '' ? '' : `weight ${value('weight')}`;
    case 'listener':
      return [value('use'), value('tls') === 'true' ? 'TLS' : ''].filter((word) => word !== '').join(', ');
    case 'setting':
      return '';
  }
}

/** Says what became weaker. */
export const weakerText = ({ entity, field, id, new: now, old }: Weaker): string =>
  `${entity === 'setting' ? '' : `${entity} ${printable(id)} `}${printable(field)}: ${changeText(field, old, now)}`;

/** What a lost dictionary means to people. */
const HELD: Readonly<Record<string, string>> = {
  gw_metrics: 'all metrics start from zero',
  gw_nodes: 'names of nodes are looked up anew',
};

/** The effects besides the requests that go elsewhere, one line each. */
export function effectLines(effects: Effects): readonly string[] {
  const { action, closed, emptied, opened, reasons, silenced } = effects;
  return [
    action === 'restart' ? `restart needed: ${reasons.map(printable).join('; ')}` : `${action} needed`,
    ...opened.map(({ address, tls, use }) => `opens ${printable(address)} (${use}${tls ? ', TLS' : ''})`),
    ...closed.map(({ address, use }) => `closes ${printable(address)} (${use})`),
    ...emptied.map(
      ({ dictionary, new: now, old }) =>
        `empties ${dictionary}, ${sizeText(old)} → ${sizeText(now)}: ${HELD[dictionary] ?? 'its counters are lost'}`,
    ),
    ...silenced.map(
      ({ address, service }) => `no more requests for ${printable(address)} (${printable(service)})`,
    ),
    ...effects.weaker.map((weaker) => `weaker: ${weakerText(weaker)}`),
  ];
}
