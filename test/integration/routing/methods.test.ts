import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Environment, newEnvironment, rawExchange } from '../harness/index.ts';
import { type Reachable, startRoutes } from './gateway.ts';

const ROUTES = [
  { id: 'read', path: '/thing', methods: ['GET'] },
  { id: 'write', path: '/thing', methods: ['post', 'PUT'] },
  { id: 'lower', path: '/lower', method: 'get' },
  { id: 'only-head', path: '/head', methods: ['HEAD'] },
  { id: 'options', path: '/options', methods: ['GET', 'OPTIONS'] },
  { id: 'own-method', path: '/own', methods: ['PURGE', 'M-SEARCH'] },
  { id: 'every', path: '/every' },
  { id: 'specific', path: '/falls/through', methods: ['POST'] },
  { id: 'general', path: '/falls/**', methods: ['GET'] },
  { id: 'condition', path: '/condition', methods: ['POST'], headers: { 'X-Key': '1' } },
  { id: 'here', path: '/elsewhere', methods: ['POST'], hosts: ['a.example'] },
];

describe('methods', () => {
  let env: Environment;
  let started: Reachable;

  beforeAll(async () => {
    env = await newEnvironment();
    started = await startRoutes(env, { routes: ROUTES });
  });
  afterAll(() => env.dispose());

  it('gives one path to different routes by method (M044, M098, M156, M161)', async () => {
    expect(await started.reach('/thing')).toBe('read');
    expect(await started.reach('/thing', { method: 'POST' })).toBe('write');
    expect(await started.reach('/thing', { method: 'PUT' })).toBe('write');
    expect(await started.reach('/lower')).toBe('lower');
    expect(await started.reach('/own', { method: 'PURGE' })).toBe('own-method');
    expect(await started.reach('/own', { method: 'M-SEARCH' })).toBe('own-method');
  });

  it('answers 405 with every method of the path in Allow (D24)', async () => {
    const refused = await started.gateway.request('/thing', { method: 'DELETE' });
    expect(refused.status).toBe(405);
    expect(refused.headers.allow).toBe('GET, HEAD, POST, PUT');
    expect(refused.headers['content-type']).toBe('application/json');
    expect(refused.json()).toEqual({
      error: 'method not allowed',
      code: 'METHOD_NOT_ALLOWED',
      request_id: refused.headers['x-request-id'],
    });
    const both = await started.gateway.request('/falls/through', { method: 'PUT' });
    expect([both.status, both.headers.allow]).toEqual([405, 'GET, HEAD, POST']);
    expect((await started.gateway.request('/thing')).headers.allow).toBeUndefined();
  });

  it('goes on to a less specific route that has the method (D24)', async () => {
    expect(await started.reach('/falls/through')).toBe('general');
    expect(await started.reach('/falls/through', { method: 'POST' })).toBe('specific');
  });

  it('answers 404, not 405, where a condition or the host excludes the route (D4, D24)', async () => {
    const asked = await started.gateway.request('/condition', { method: 'GET' });
    expect([asked.status, asked.headers.allow]).toEqual([404, undefined]);
    const known = await started.gateway.request('/condition', { headers: { 'X-Key': '1' } });
    expect([known.status, known.headers.allow]).toEqual([405, 'POST']);
    expect(await started.reach('/elsewhere', { host: 'b.example' })).toBe(404);
    expect(await started.reach('/elsewhere', { host: 'a.example' })).toBe(405);
  });

  it('answers HEAD where GET is a method of the route, without a body', async () => {
    const head = await started.gateway.request('/thing', { method: 'HEAD' });
    expect([head.status, head.text, head.headers['content-length']]).toEqual([200, '', '4']);
    expect((await started.gateway.request('/head', { method: 'HEAD' })).status).toBe(200);
    expect(await started.reach('/head')).toBe(405);
    const missing = await started.gateway.request('/nowhere', { method: 'HEAD' });
    expect([missing.status, missing.text]).toEqual([404, '']);
  });

  it('treats OPTIONS as any other method: routed where a route has it, else 405 (D24)', async () => {
    expect(await started.reach('/options', { method: 'OPTIONS' })).toBe('options');
    expect(await started.reach('/every', { method: 'OPTIONS' })).toBe('every');
    const refused = await started.gateway.request('/thing', { method: 'OPTIONS' });
    expect([refused.status, refused.headers.allow]).toEqual([405, 'GET, HEAD, POST, PUT']);
  });

  it('refuses targets that name no path with 400, in JSON', async () => {
    const answer = await rawExchange(
      started.gateway.url(),
      'OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
    );
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toContain('"code":"INVALID_REQUEST"');
  });

  it('compares methods as they are sent: GET is not get', async () => {
    const answer = await rawExchange(
      started.gateway.url(),
      'get /thing HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
    );
    expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /);
  });

  it('answers 404 as JSON where nothing matches (M153, M223)', async () => {
    const missing = await started.gateway.request('/nowhere');
    expect(missing.status).toBe(404);
    expect(missing.headers['content-type']).toBe('application/json');
    expect(missing.json()).toMatchObject({ error: 'route not found', code: 'ROUTE_NOT_FOUND' });
    expect(missing.json().request_id).toBe(missing.headers['x-request-id']);
    expect(missing.headers['content-length']).toBe(String(missing.text.length));
  });

  it('answers 404 as a problem document where the client asks for one (M223)', async () => {
    const problem = await started.gateway.request('/nowhere', {
      headers: { Accept: 'text/html, application/problem+json;q=0.9' },
    });
    expect(problem.headers['content-type']).toBe('application/problem+json');
    expect(problem.json()).toMatchObject({ title: 'route not found', status: 404, code: 'ROUTE_NOT_FOUND' });
  });

  it('answers a mismatch of the method with 404 where the gateway says so (D24)', async () => {
    const { reach, gateway } = await startRoutes(env, { server: { method_mismatch: 404 }, routes: ROUTES });
    expect(await reach('/thing')).toBe('read');
    const refused = await gateway.request('/thing', { method: 'DELETE' });
    expect([refused.status, refused.headers.allow]).toEqual([404, undefined]);
    expect(refused.json()).toMatchObject({ error: 'route not found' });
  });
});
