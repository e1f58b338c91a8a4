/** A straightforward evaluation of the intermediate representation: the first match that takes a request, in order. */
import ipaddr from 'ipaddr.js';
import type { Condition, Test } from '../../../src/model/condition.ts';
import type { Gateway, Match, Route } from '../../../src/model/gateway.ts';
import type { PathPattern } from '../../../src/model/pattern.ts';
import type { OracleRequest, Verdict } from '../../oracle/match.ts';
import { canonicalPath } from '../../oracle/path.ts';

/** Says what the lowered gateway does with a request. */
export function walk(gateway: Gateway, request: OracleRequest): Verdict {
  const path = canonicalPath(request.path);
  if (path === undefined) return { kind: 'bad-request' };
  if (gateway.health.paths.includes(path) || gateway.health.readyPath === path)
    return { kind: 'reserved', path };
  const host = request.host.toLowerCase().replace(/:\d+$/, '');
  const facts = { ...request, path, host };
  const allow = new Set<string>();
  for (const match of gateway.matches) {
    const route = gateway.routes[match.route] as Route;
    if (!hostTakes(match, host) || !patternTakes(match.pattern, path)) continue;
    if (route.when && !holds(route.when, facts)) continue;
    if (route.methods.length === 0 || route.methods.includes(request.method)) {
      const refused = route.require && !holds(route.require.condition, facts);
      return { kind: 'route', id: route.id, ...(refused && { refuse: route.require.status }) };
    }
    for (const method of route.methods) allow.add(method);
  }
  if (allow.size === 0 || gateway.server.methodMismatch === 404) return { kind: 'not-found' };
  return { kind: 'method-not-allowed', allow: [...allow].sort() };
}

function hostTakes({ host }: Match, asked: string): boolean {
  if (host === undefined || host === asked) return true;
  return host.startsWith('*.') && asked.endsWith(host.slice(1)) && asked.length >= host.length;
}

function patternTakes(pattern: PathPattern, path: string): boolean {
  if (pattern.kind === 'exact') return pattern.path === path;
  const texts = path.split('/').slice(1);
  if (pattern.kind === 'regex') {
    const below = pattern.prefix.every((text, i) => texts[i] === text);
    return below && new RegExp(pattern.source).test(path);
  }
  if (pattern.rest ? texts.length < pattern.segments.length : texts.length !== pattern.segments.length)
    return false;
  return pattern.segments.every((segment, i) => {
    const text = texts[i] as string;
    if (segment.kind === 'literal') return segment.text === text;
    return text !== '' && (segment.test === undefined || new RegExp(`^(?:${segment.test})$`).test(text));
  });
}

function holds(condition: Condition, facts: OracleRequest): boolean {
  if (condition.kind !== 'test') {
    const results = condition.of.map((part) => holds(part, facts));
    return condition.kind === 'all' ? !results.includes(false) : results.includes(true);
  }
  const subject = read(condition, facts);
  if (condition.operator === 'exists') return (subject !== undefined) !== condition.negate;
  if (subject === undefined) return condition.negate;
  const text = condition.caseSensitive ? subject : subject.toLowerCase();
  return condition.values.some((value) => compare(condition, text, value)) !== condition.negate;
}

function read({ name = '', subject }: Test, facts: OracleRequest): string | undefined {
  const table: Record<string, string | undefined> = {
    header: facts.headers[name],
    query: facts.query[name],
    cookie: facts.cookies[name],
    ip: facts.ip,
    host: facts.host,
    path: facts.path,
    method: facts.method,
  };
  return table[subject];
}

function compare({ caseSensitive, operator }: Test, text: string, value: string): boolean {
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
      return new RegExp(value, caseSensitive ? '' : 'i').test(text);
    case 'in_cidr': {
      const address = ipaddr.process(text);
      const [network, bits] = ipaddr.parseCIDR(value);
      return address.kind() === network.kind() && address.match(network, bits);
    }
    case 'exists':
      return true;
  }
}
