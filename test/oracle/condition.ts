/** Conditions for the oracle: predicates and assertion groups evaluated straight from the document (D4, D5, D7). */
import type { AssertionBlock, AssertionGroupBlock, PredicateBlock } from '../../src/model/document.ts';
import type { OracleRequest } from './match.ts';

const POSITIVE: Readonly<Record<string, string>> = {
  equals: 'equals',
  equal: 'equals',
  eq: 'equals',
  '==': 'equals',
  contains: 'contains',
  starts_with: 'starts_with',
  prefix: 'starts_with',
  ends_with: 'ends_with',
  suffix: 'ends_with',
  matches: 'matches',
  match: 'matches',
  regex: 'matches',
  in_cidr: 'in_cidr',
  exists: 'exists',
};

/** Reads an operator with its negation. */
function meaningOf(text: string): { readonly operator: string; readonly negated: boolean } {
  const word = text.toLowerCase().replaceAll('-', '_');
  if (word === 'ne' || word === '!=') return { operator: 'equals', negated: true };
  const negated = word.startsWith('not_');
  const operator = POSITIVE[negated ? word.slice(4) : word];
  if (operator === undefined) throw new Error(`no operator ${text}`);
  return { operator, negated };
}

/** An address as one number, with its width; IPv4 in IPv6 clothes is IPv4. */
function numberOf(address: string): { readonly value: bigint; readonly width: number } {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
  const text = mapped?.[1] ?? address;
  if (!text.includes(':'))
    return { value: text.split('.').reduce((sum, part) => sum * 256n + BigInt(part), 0n), width: 32 };
  const [head = '', tail] = text.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const gap = tail === undefined ? [] : Array<string>(8 - left.length - right.length).fill('0');
  return {
    value: [...left, ...gap, ...right].reduce((sum, part) => sum * 65536n + BigInt(`0x${part}`), 0n),
    width: 128,
  };
}

function inBlock(address: string, block: string): boolean {
  const [network = '', length] = block.trim().split('/');
  const a = numberOf(address);
  const b = numberOf(network);
  const shift = BigInt(length === undefined ? 0 : b.width - Number(length));
  return a.width === b.width && a.value >> shift === b.value >> shift;
}

interface Comparison {
  readonly subject: string | undefined;
  readonly values: readonly string[];
  readonly caseSensitive: boolean;
}

function compare(operatorText: string, { caseSensitive, subject, values }: Comparison): boolean {
  const { negated, operator } = meaningOf(operatorText);
  if (operator === 'exists') return (subject !== undefined) !== negated;
  if (subject === undefined) return negated;
  const fold = (text: string): string => (caseSensitive ? text : text.toLowerCase());
  const text = fold(subject);
  const holds = values.some((value) => {
    if (operator === 'matches') return new RegExp(value, caseSensitive ? '' : 'i').test(text);
    if (operator === 'in_cidr') return value.split(',').some((block) => inBlock(subject, block));
    if (operator === 'contains') return text.includes(fold(value));
    if (operator === 'starts_with') return text.startsWith(fold(value));
    if (operator === 'ends_with') return text.endsWith(fold(value));
    return text === fold(value);
  });
  return holds !== negated;
}

/** Evaluates one of a route's `headers` or `query`. */
export const predicateHolds = (predicate: PredicateBlock, subject: string | undefined): boolean =>
  compare(predicate.operator, {
    subject,
    values: predicate.value === undefined ? [] : [predicate.value],
    caseSensitive: predicate.case_sensitive,
  });

/** Evaluates an assertion group; `path` of the request is decoded and `host` bare. */
export function groupHolds(group: AssertionGroupBlock, request: OracleRequest): boolean {
  const results = group.assertions.map((item) =>
    item.group === true ? groupHolds(item, request) : assertionHolds(item, request),
  );
  return group.type === 'or' ? results.includes(true) : !results.includes(false);
}

/** `::ffff:1.2.3.4` is `1.2.3.4` everywhere (S13). */
const unmapped = (text: string): string => text.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '');

const isToken = (text: string | undefined): text is string =>
  text !== undefined && /^[!#$%&'*+.^_`|~\w-]+$/.test(text);

function assertionHolds(block: AssertionBlock, request: OracleRequest): boolean {
  const listed =
    block.value === undefined ? [] : typeof block.value === 'string' ? [block.value] : [...block.value];
  const exists = meaningOf(block.operator).operator === 'exists';
  const name =
    block.header ??
    block.query ??
    block.cookie ??
    (isToken(block.name) ? block.name : exists ? listed[0] : 'content-type');
  const subjects: Readonly<Record<string, string | undefined>> = {
    method: request.method,
    path: request.path,
    host: request.host,
    ip: unmapped(request.ip),
    header: request.headers[(name ?? '').toLowerCase()],
    query: request.query[name ?? ''],
    cookie: request.cookies[name ?? ''],
  };
  const folded = block.type === 'ip' || block.type === 'host';
  return compare(block.operator, {
    subject: subjects[block.type],
    values:
      block.pattern !== undefined ? [block.pattern] : block.type === 'ip' ? listed.map(unmapped) : listed,
    caseSensitive: folded ? false : (block.case_sensitive ?? true),
  });
}
