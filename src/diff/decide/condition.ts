import ipaddr from 'ipaddr.js';
import type { KnownCondition, KnownTest } from '../../emit/model/model.ts';
import { parseAddress } from '../../model/address.ts';
import { asciiLower } from '../../model/text.ts';
import type { Probe } from './probe.ts';
import { matcherOf } from './regex.ts';

/** True, false, or undefined: it cannot be said. */
export type Maybe = boolean | undefined;

/** Headers a request has whether it is said or not. */
const ALWAYS_THERE = new Set(['host', 'connection', 'content-length', 'transfer-encoding', 'cookie']);

const NOT_KNOWN = Symbol('not known');

/**
 * Says whether a condition holds for a request.
 * @param condition a condition
 * @param probe the request
 */
export function holds(condition: KnownCondition, probe: Probe): Maybe {
  if (condition.kind === 'test') return testHolds(condition, probe);
  const decisive = condition.kind === 'any';
  let result: Maybe = !decisive;
  for (const part of condition.of) {
    const one = holds(part, probe);
    if (one === decisive) return decisive;
    if (one === undefined) result = undefined;
  }
  return result;
}

function testHolds(test: KnownTest, probe: Probe): Maybe {
  const subject = read(test, probe);
  if (subject === NOT_KNOWN) return undefined;
  if (test.operator === 'exists') return (subject !== undefined) !== test.negate;
  if (subject === undefined) return test.negate;
  const text = test.caseSensitive ? subject : asciiLower(subject);
  let result: Maybe = false;
  for (const value of test.values) {
    const one = typeof value === 'string' ? compare(test, text, value) : undefined;
    if (one === true) return !test.negate;
    if (one === undefined) result = undefined;
  }
  return result === undefined ? undefined : result !== test.negate;
}

function read({ name = '', subject }: KnownTest, probe: Probe): string | undefined | typeof NOT_KNOWN {
  switch (subject) {
    case 'header':
      return ALWAYS_THERE.has(name) ? NOT_KNOWN : own(probe.headers, name);
    case 'query':
      return own(probe.query, name);
    case 'cookie':
      return own(probe.cookies, name);
    case 'host':
      return probe.host;
    case 'path':
      return probe.path;
    case 'method':
      return probe.method;
    case 'ip':
      return probe.client ?? NOT_KNOWN;
    default:
      return NOT_KNOWN;
  }
}

const own = (record: Readonly<Record<string, string>>, name: string): string | undefined =>
  Object.hasOwn(record, name) ? record[name] : undefined;

function compare({ caseSensitive, operator }: KnownTest, text: string, value: string): Maybe {
  switch (operator) {
    case 'equals':
      return text === value;
    case 'contains':
      return text.includes(value);
    case 'starts_with':
      return text.startsWith(value);
    case 'ends_with':
      return text.endsWith(value);
    case 'matches':
      return matcherOf(value, caseSensitive ? '' : 'i')(text);
    case 'in_cidr': {
      const address = parseAddress(text);
      if (address === undefined) return false;
      const [network, bits] = ipaddr.parseCIDR(value);
      const parsed = ipaddr.parse(address);
      return parsed.kind() === network.kind() && parsed.match(network, bits);
    }
    case 'exists':
      return true;
  }
}
