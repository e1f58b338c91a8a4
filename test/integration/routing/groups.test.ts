import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Environment, newEnvironment } from '../harness/index.ts';
import { type Reachable, startRoutes } from './gateway.ts';

const is = (header: string, value = '1') => ({ type: 'header', header, operator: 'equals', value });

describe('assertion groups', () => {
  let env: Environment;
  let started: Reachable;
  const sending = (path: string, ...names: string[]) =>
    started.reach(path, { headers: Object.fromEntries(names.map((name) => [name, '1'])) });

  beforeAll(async () => {
    env = await newEnvironment();
    const [a, b, c] = [is('A'), is('B'), is('C')];
    started = await startRoutes(env, {
      routes: [
        {
          id: 'and',
          path: '/and',
          metadata: { description: 'all of them', tags: ['a', 'b'] },
          assertion_group_config: {
            id: 'g',
            type: 'and',
            name: '断言组',
            assertions: [{ id: 'one', ...a }, b],
          },
        },
        { id: 'or', path: '/or', assertion_group_config: { type: 'or', assertions: [a, b] } },
        { id: 'implied', path: '/implied', assertion_group_config: { assertions: [a, b] } },
        {
          id: 'required',
          path: '/required',
          assertion_group_config: { all_required: true, assertions: [a, b] },
        },
        { id: 'any', path: '/any', assertion_group_config: { all_required: false, assertions: [a, b] } },
        {
          id: 'nested',
          path: '/nested',
          assertion_group_config: {
            assertions: [a, { type: 'or', assertions: [b, { type: 'and', assertions: [c, is('D')] }] }],
          },
        },
        { id: 'first', path: '/next', priority: 1, assertion_group_config: { assertions: [a] } },
        { id: 'second', path: '/next', priority: 2, assertion_group_config: { assertions: [b] } },
        { id: 'general', path: '/next/**' },
        { id: 'both', path: '/both', query: { q: '1' }, assertion_group_config: { assertions: [a] } },
        { id: 'refusing', path: '/refuse/**', assertion_group_config: { on_fail: 403, assertions: [a] } },
        {
          id: 'reading',
          path: '/method/**',
          methods: ['GET'],
          assertion_group_config: { on_fail: 403, assertions: [a] },
        },
        { id: 'writing', path: '/method/**', methods: ['POST'] },
        { id: 'legal', path: '/refuse/legal', assertion_group_config: { on_fail: 451, assertions: [a] } },
        {
          id: 'matched-and-refusing',
          path: '/refuse/headers',
          headers: { B: '1' },
          assertion_group_config: { on_fail: 401, assertions: [a] },
        },
      ],
    });
  });
  afterAll(() => env.dispose());

  it('asks for all or for one of them (M112, D6)', async () => {
    expect(await sending('/and', 'A', 'B')).toBe('and');
    expect(await sending('/and', 'A')).toBe(404);
    expect(await sending('/or', 'B')).toBe('or');
    expect(await sending('/or', 'C')).toBe(404);
    expect(await sending('/implied', 'A', 'B')).toBe('implied');
    expect(await sending('/implied', 'B')).toBe(404);
  });

  it('reads all_required as the type of the group (D6)', async () => {
    expect(await sending('/required', 'A', 'B')).toBe('required');
    expect(await sending('/required', 'A')).toBe(404);
    expect(await sending('/any', 'A')).toBe('any');
    expect(await sending('/any')).toBe(404);
  });

  it('nests (M112)', async () => {
    expect(await sending('/nested', 'A', 'B')).toBe('nested');
    expect(await sending('/nested', 'A', 'C', 'D')).toBe('nested');
    expect(await sending('/nested', 'A', 'C')).toBe(404);
    expect(await sending('/nested', 'B', 'C', 'D')).toBe(404);
  });

  it('goes on to the next route when the group does not hold, 404 at the end (M045, M111, D4)', async () => {
    expect(await sending('/next', 'A', 'B')).toBe('first');
    expect(await sending('/next', 'B')).toBe('second');
    expect(await sending('/next')).toBe('general');
    expect(await sending('/and')).toBe(404);
  });

  it('joins the group with the predicates of the route (D4)', async () => {
    expect(await sending('/both?q=1', 'A')).toBe('both');
    expect(await sending('/both?q=2', 'A')).toBe(404);
    expect(await sending('/both?q=1')).toBe(404);
  });

  it('refuses instead of going on where on_fail says so (D4)', async () => {
    expect(await sending('/refuse/x', 'A')).toBe('refusing');
    expect(await sending('/refuse/x')).toBe(403);
    expect(await sending('/refuse/legal')).toBe(451);
    const refused = await started.gateway.request('/refuse/x');
    expect(refused.headers['content-type']).toBe('application/json');
    expect(refused.json()).toMatchObject({ error: 'forbidden', code: 'AUTHORIZATION_FAILED' });
  });

  it('lets a failed predicate pass the request on before on_fail is asked (D4)', async () => {
    expect(await sending('/refuse/headers', 'A', 'B')).toBe('matched-and-refusing');
    expect(await sending('/refuse/headers', 'B')).toBe(401);
    expect(await sending('/refuse/headers')).toBe(403);
  });

  it('looks at the method before on_fail (D4, D24)', async () => {
    expect(await started.reach('/method/x')).toBe(403);
    expect(await started.reach('/method/x', { method: 'POST' })).toBe('writing');
    expect(await started.reach('/method/x', { method: 'PUT' })).toBe(405);
    expect(await sending('/method/x', 'A')).toBe('reading');
  });
});
