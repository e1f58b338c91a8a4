// core/condition.lua with the real assertion modules: what each test says of a request (D4 to D7).
import { describe, expect, it } from 'vitest';
import type { Condition, Test } from '../../../src/model/condition.ts';
import { withRequest } from './request.ts';

const REQUEST = {
  method: 'POST',
  host: 'api.example.com',
  remote_addr: '10.1.2.3',
  binary_remote_addr: '0a010203',
  http_x_color: 'Blue-Green',
  http_x_empty: '',
  http_cookie: 'theme=dark; session=AbC=1; session=second',
  args: { q: 'Term', flag: true, many: ['first', 'second'] },
};

type Facts = Readonly<Record<string, unknown>>;

/** What conditions say of a request: REQUEST, with some of its facts changed. */
const verdicts = (conditions: readonly Condition[], facts: Facts = {}, path = '/api/v1/Users') =>
  withRequest<(boolean | 'undecided')[]>(
    `local condition, out = require "gatewayc.core.condition", {}
     if input.facts.binary_remote_addr then input.facts.binary_remote_addr = bytes(input.facts.binary_remote_addr) end
     local function subject_of(name) return require("gatewayc.assertion." .. name) end
     for i, one in ipairs(input.conditions) do
       local holds = condition.compile(one, subject_of)
       request(input.facts)
       local held = holds(input.path)
       if held == nil then held = "undecided" end
       out[i] = held
     end
     return out`,
    {
      input: { conditions, facts: { ...REQUEST, ...facts }, path },
      http: 'lua_regex_match_limit 500;',
    },
  );

const test = (
  subject: string,
  operator: Test['operator'],
  values: string | readonly string[] = [],
  more = {},
): Test => ({
  kind: 'test',
  subject,
  operator,
  negate: false,
  values: typeof values === 'string' ? [values] : values,
  caseSensitive: true,
  ...more,
});
const header = (operator: Test['operator'], values: string | readonly string[] = [], more = {}): Test =>
  test('header', operator, values, { name: 'x-color', ...more });
const not = (one: Test): Test => ({ ...one, negate: true });
const folded = (one: Test): Test => ({ ...one, caseSensitive: false });

describe('a test of a condition', () => {
  it.each<[string, Test, boolean]>([
    ['equals', header('equals', 'Blue-Green'), true],
    ['equals, another case', header('equals', 'blue-green'), false],
    ['equals, in any case', folded(header('equals', 'blue-green')), true],
    ['equals, one of several', header('equals', ['red', 'Blue-Green']), true],
    ['equals, none of several', header('equals', ['red', 'Blue']), false],
    ['contains', header('contains', 'e-G'), true],
    ['contains takes no pattern (S11)', header('contains', '.-'), false],
    ['contains, in any case', folded(header('contains', 'e-g')), true],
    ['starts_with', header('starts_with', 'Blue'), true],
    ['starts_with the end', header('starts_with', 'Green'), false],
    ['starts_with nothing', header('starts_with', ''), true],
    ['ends_with', header('ends_with', 'Green'), true],
    ['ends_with the start', header('ends_with', 'Blue'), false],
    ['ends_with nothing', header('ends_with', ''), true],
    ['matches', header('matches', '^Blue-[A-Z]'), true],
    ['matches, another case', header('matches', '^blue'), false],
    ['matches, in any case', folded(header('matches', '^blue')), true],
    ['matches, in any case but for a part', folded(header('matches', '^blue-(?-i:G)')), true],
    ['matches, one of several', header('matches', ['^red', 'een$']), true],
    ['exists', header('exists'), true],
  ])('%s', async (_, one, holds) => {
    expect(await verdicts([one, not(one)])).toEqual([holds, !holds]);
  });

  it('of what was not sent does not hold, and its negation does (D7)', async () => {
    const tests = (['equals', 'contains', 'starts_with', 'ends_with', 'matches', 'exists'] as const).map(
      (operator) => header(operator, operator === 'exists' ? [] : 'x', { name: 'x-absent' }),
    );
    expect(await verdicts(tests)).toEqual(tests.map(() => false));
    expect(await verdicts(tests.map(not))).toEqual(tests.map(() => true));
  });

  it('that cannot be decided is neither true nor false, and so is its negation (S7)', async () => {
    const slow = header('matches', '^(?:a+)+$');
    const facts = { http_x_color: `${'a'.repeat(40)}!` };
    expect(await verdicts([slow, not(slow)], facts)).toEqual(['undecided', 'undecided']);
    const either = { ...slow, values: ['^(?:a+)+$', '!$'] };
    expect(await verdicts([either], facts)).toEqual([true]);
    const other = test('path', 'starts_with', '/api');
    const groups = (of: readonly Condition[]): Condition[] => [
      { kind: 'all', of },
      { kind: 'any', of },
    ];
    expect(await verdicts(groups([slow, other]), facts)).toEqual(['undecided', true]);
    expect(await verdicts(groups([slow, not(other)]), facts)).toEqual([false, 'undecided']);
  });
});

describe('the subject of a test', () => {
  it.each<[string, Test, boolean]>([
    ['method', test('method', 'equals', ['GET', 'POST']), true],
    ['host', test('host', 'ends_with', '.example.com'), true],
    ['path', test('path', 'matches', '^/api/'), true],
    ['path keeps its case', test('path', 'ends_with', 'users'), false],
    ['ip as text', test('ip', 'equals', '10.1.2.3'), true],
    ['ip in a network', test('ip', 'in_cidr', ['192.168.0.0/16', '10.0.0.0/8']), true],
    ['ip in no network', test('ip', 'in_cidr', ['192.168.0.0/16', '2001:db8::/32']), false],
    ['header, empty', test('header', 'equals', '', { name: 'x-empty' }), true],
    ['header, empty, is there', test('header', 'exists', [], { name: 'x-empty' }), true],
    ['query', test('query', 'equals', 'Term', { name: 'q' }), true],
    ['query names keep their case', test('query', 'exists', [], { name: 'Q' }), false],
    ['query without a value', test('query', 'equals', '', { name: 'flag' }), true],
    ['query, the first of several', test('query', 'equals', 'first', { name: 'many' }), true],
    ['cookie, with "=" in it', test('cookie', 'equals', 'AbC=1', { name: 'session' }), true],
    ['cookie names are whole', test('cookie', 'exists', [], { name: 'ession' }), false],
  ])('%s', async (_, one, holds) => {
    expect(await verdicts([one])).toEqual([holds]);
  });

  it('is an IPv4 address also when it came as IPv6 (S13)', async () => {
    const facts = { remote_addr: '::ffff:10.1.2.3', binary_remote_addr: `${'00'.repeat(10)}ffff0a010203` };
    const tests = [
      test('ip', 'equals', '10.1.2.3'),
      test('ip', 'in_cidr', '10.0.0.0/8'),
      test('ip', 'in_cidr', '::/0'),
    ];
    expect(await verdicts(tests, facts)).toEqual([true, true, false]);
  });
});

describe('a group of conditions (D6)', () => {
  const yes = header('exists');
  const no = not(yes);
  const all = (...of: Condition[]): Condition => ({ kind: 'all', of });
  const any = (...of: Condition[]): Condition => ({ kind: 'any', of });

  it.each<[Condition, boolean]>([
    [all(yes, yes), true],
    [all(yes, no), false],
    [any(no, yes), true],
    [any(no, no), false],
    [all(any(no, yes), all(yes)), true],
    [any(all(yes, no), all(no, yes)), false],
    [all(yes, any(no, all(no, yes), any(yes))), true],
  ])('%j', async (condition, holds) => {
    expect(await verdicts([condition])).toEqual([holds]);
  });
});

it('is refused at load when a network is none, with the text', async () => {
  await expect(verdicts([test('ip', 'in_cidr', '10.0.0.0/64')])).rejects.toThrow('10.0.0.0/64');
});
