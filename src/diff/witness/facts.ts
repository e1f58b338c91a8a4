/**
 * Requests that make conditions hold, or fail: found by taking each test at its word. Incomplete, and meant to be: what comes out is
 * tried on the decider before anybody sees it.
 */
import type { KnownCondition, KnownTest } from '../../emit/model/model.ts';
import type { Probe } from '../decide/probe.ts';
import { METHODS, NOBODY } from './plain.ts';
import { samplesOf } from './sample.ts';

/** What a request must have (`null`: must not have), by `subject name`. */
export type Facts = ReadonlyMap<string, string | null>;

/** A condition, and what is wanted of it. */
export interface Want {
  readonly condition: KnownCondition;
  readonly holds: 'yes' | 'no';
}

/** More alternatives than this are not followed. */
const MOST = 12;

/**
 * Ways to fulfil several wants at once.
 * @param wants what is wanted
 * @returns some ways; one without facts when nothing is wanted, none when none was found
 */
export const factsFor = (wants: readonly Want[]): readonly Facts[] =>
  wants.reduce<readonly Facts[]>((ways, want) => join(ways, waysTo(want)), [new Map()]);

function waysTo({ condition, holds }: Want): readonly Facts[] {
  if (condition.kind === 'test') return testWays(condition, holds);
  const parts = condition.of.map((part) => waysTo({ condition: part, holds }));
  const together = (condition.kind === 'all') === (holds === 'yes');
  return together ? parts.reduce(join, [new Map()]) : parts.flat().slice(0, MOST);
}

function join(left: readonly Facts[], right: readonly Facts[]): readonly Facts[] {
  const out: Facts[] = [];
  for (const a of left)
    for (const b of right) {
      const both = merge(a, b);
      if (both) out.push(both);
      if (out.length === MOST) return out;
    }
  return out;
}

function merge(a: Facts, b: Facts): Facts | undefined {
  const both = new Map(a);
  for (const [key, value] of b) {
    const other = both.get(key);
    if (other !== undefined && other !== value) return undefined;
    both.set(key, value);
  }
  return both;
}

/** Subjects a request can lack. */
const OPTIONAL = new Set(['header', 'query', 'cookie']);

function testWays(test: KnownTest, holds: 'yes' | 'no'): readonly Facts[] {
  const key = `${test.subject} ${test.name ?? ''}`;
  const positive = (holds === 'yes') !== test.negate;
  const absent = OPTIONAL.has(test.subject) && (holds === 'yes') === test.negate ? [null] : [];
  const present = positive ? texts(test) : test.operator === 'exists' ? [] : otherThan(test);
  return [...absent, ...present].map((value) => new Map([[key, value]]));
}

/** Values of a subject that a test may not have named. */
function otherThan({ subject }: KnownTest): readonly string[] {
  switch (subject) {
    case 'ip':
      return NOBODY;
    case 'method':
      return METHODS;
    case 'host':
      return ['host.test'];
    case 'path':
      return ['/other'];
    default:
      return ['other', 'x'];
  }
}

/** Texts for which a test without its negation is true. */
function texts({ operator, values }: KnownTest): readonly string[] {
  if (operator === 'exists') return ['x'];
  return values.flatMap((value): readonly string[] => {
    if (typeof value !== 'string') return [];
    switch (operator) {
      case 'matches':
        return samplesOf(value);
      case 'starts_with':
        return [value, `${value}x`];
      case 'ends_with':
        return [value, `x${value}`];
      case 'in_cidr':
        return [value.replace(/\/\d+$/, '')];
      default:
        return [value];
    }
  });
}

/**
 * Puts facts into a request. Facts about its method, host and path were heeded when it was made.
 * @param probe the request without headers, parameters and cookies
 * @param facts what it must have
 * @returns undefined when no client could send that
 */
export function withFacts(probe: Pick<Probe, 'method' | 'host' | 'path'>, facts: Facts): Probe | undefined {
  const parts = { header: {}, query: {}, cookie: {} } as Record<string, Record<string, string>>;
  let client: string | undefined;
  for (const [key, value] of facts) {
    const subject = key.slice(0, key.indexOf(' '));
    const name = key.slice(subject.length + 1);
    if (value === null) continue;
    if (subject === 'ip') client = value;
    const part = parts[subject];
    if (!part) continue;
    if (!sendable(subject, value)) return undefined;
    part[name] = value;
  }
  const { cookie = {}, header = {}, query = {} } = parts;
  return { ...probe, headers: header, query, cookies: cookie, ...(client !== undefined && { client }) };
}

const SENDABLE: Readonly<Record<string, RegExp>> = {
  header: /^[!-~](?:[ -~]*[!-~])?$/,
  query: /^[ -~]+$/,
  cookie: /^[\w.~!#$&*+/:<=>?@^`|-]+$/,
};

const sendable = (subject: string, text: string): boolean => SENDABLE[subject]?.test(text) ?? true;

/**
 * What facts say about one subject that has no name.
 * @param facts facts
 * @param subject `method`, `host` or `path`
 */
export const factOf = (facts: Facts, subject: string): string | undefined =>
  facts.get(`${subject} `) ?? undefined;
