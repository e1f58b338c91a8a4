import { expect, it } from 'vitest';
import {
  type Counterexample,
  type Disagree,
  describeCounterexample,
  shrink,
} from '../../integration/property/shrink.ts';

const route = (id: string, more: object = {}) => ({
  id,
  paths: ['/a'],
  match_type: 'auto' as const,
  ...more,
});

const FOUND: Counterexample = {
  routes: [
    route('r0'),
    route('r1', { hosts: ['a.example'], methods: ['GET'], paths: ['/a', '/b'] }),
    route('r2'),
  ],
  request: {
    method: 'GET',
    host: 'a.example',
    path: '/b',
    headers: { 'x-color': 'blue' },
    query: { q: '1' },
    cookies: {},
    ip: '10.0.0.1',
  },
  wanted: 'route r1',
  got: '404',
};

/** A gateway that goes wrong where a route has a host and the request a header. */
const disagree: Disagree = async (routes, request) =>
  routes.some((one) => one.hosts !== undefined) && 'x-color' in request.headers
    ? { ...FOUND, routes, request }
    : undefined;

it('makes a counterexample as small as it gets', async () => {
  const { request, routes } = await shrink(FOUND, disagree);
  expect(routes).toEqual([route('r1', { hosts: ['a.example'], paths: ['/a'] })]);
  expect(request).toMatchObject({ headers: { 'x-color': 'blue' }, query: {} });
});

it('stops when it has asked enough', async () => {
  let asked = 0;
  const counting: Disagree = (routes, request) => {
    asked += 1;
    return disagree(routes, request);
  };
  await shrink(FOUND, counting, 3);
  expect(asked).toBe(3);
});

it('writes it for people', async () => {
  expect(
    describeCounterexample(await shrink(FOUND, disagree)),
  ).toBe(`the gateway and the oracle disagree about
  GET /b  (host a.example, client 10.0.0.1)
  headers: {"x-color":"blue"}
  oracle:  route r1
  gateway: 404
with the routes
  - {"id":"r1","paths":["/a"],"match_type":"auto","hosts":["a.example"]}`);
});
