import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Environment, newEnvironment } from '../harness/index.ts';
import { type PlainRoute, type Reachable, startRoutes } from './gateway.ts';

/** Written backwards, so that declaration never helps: the best route of each group comes last. */
const ROUTES: readonly PlainRoute[] = [
  { id: 'catch-all', path: '/**' },
  { id: 'order-regex', path: '~^/order/(?:a|b)/x$' },
  { id: 'order-glob', path: '/order/**' },
  { id: 'order-parameter', path: '/order/:name/x' },
  { id: 'order-longer-glob', path: '/order/a/**' },
  { id: 'order-exact', path: '/order/a/x' },
  { id: 'kind-regex', path: '~^/kind/[0-9]+$' },
  { id: 'kind-glob', path: '/kind/**' },
  { id: 'kind-parameter', path: '/kind/:id' },
  { id: 'kind-constrained', path: '/kind/{id:[0-9]+}' },
  { id: 'first-declared', path: '/same/:a', headers: { 'X-A': '1' } },
  { id: 'second-declared', path: '/same/:b', headers: { 'X-B': '1' } },
  { id: 'large-number', path: '/priority/exact', priority: 200 },
  { id: 'small-number', path: '/priority/**', priority: 10 },
  { id: 'default-number', path: '/default/**' },
  { id: 'ninety-nine', path: '/default/*/x', priority: 99 },
  { id: 'negative', path: '/default/below/**', priority: -1 },
  { id: 'disabled', path: '/disabled', enabled: false },
  { id: 'fallback', path: '/disabled/**' },
];

describe('the order of routes', () => {
  let env: Environment;
  let reach: Reachable['reach'];

  beforeAll(async () => {
    env = await newEnvironment();
    ({ reach } = await startRoutes(env, { routes: ROUTES }));
  });
  afterAll(() => env.dispose());

  it('prefers exact, then more literal segments, then parameters, globs, regexes (D23)', async () => {
    expect(await reach('/order/a/x')).toBe('order-exact');
    expect(await reach('/order/b/x')).toBe('order-parameter');
    expect(await reach('/order/a/y')).toBe('order-longer-glob');
    expect(await reach('/order/b/y')).toBe('order-glob');
    expect(await reach('/kind/7')).toBe('kind-constrained');
    expect(await reach('/kind/x')).toBe('kind-parameter');
    expect(await reach('/kind/7/x')).toBe('kind-glob');
  });

  it('decides by declaration where everything else is equal (D23)', async () => {
    expect(await reach('/same/x', { headers: { 'X-A': '1', 'X-B': '1' } })).toBe('first-declared');
    expect(await reach('/same/x', { headers: { 'X-B': '1' } })).toBe('second-declared');
  });

  it('lets the smaller priority win over everything, 100 where none is written (M110, D31)', async () => {
    expect(await reach('/priority/exact')).toBe('small-number');
    expect(await reach('/default/a/x')).toBe('ninety-nine');
    expect(await reach('/default/a/y')).toBe('default-number');
    expect(await reach('/default/below/x')).toBe('negative');
  });

  it('leaves a disabled route out (M109)', async () => {
    expect(await reach('/disabled')).toBe('fallback');
  });

  it('has a default catch-all for every method (M313)', async () => {
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PURGE']) {
      expect(await reach('/anything/else', { method })).toBe('catch-all');
    }
    expect(await reach('/')).toBe('catch-all');
    expect((await reach('/', { method: 'HEAD' })).toString()).toBe('');
  });
});
