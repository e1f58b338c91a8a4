import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Environment, newEnvironment, rawExchange } from '../harness/index.ts';
import { type Reachable, startRoutes } from './gateway.ts';

describe('hosts', () => {
  let env: Environment;
  let started: Reachable;
  const on = (host: string, path = '/') => started.reach(path, { host });

  beforeAll(async () => {
    env = await newEnvironment();
    started = await startRoutes(env, {
      routes: [
        { id: 'any', path: '/**' },
        { id: 'any-exact', path: '/special' },
        { id: 'wildcard', path: '/**', hosts: ['*.example.com'] },
        { id: 'longer-wildcard', path: '/**', hosts: ['*.eu.example.com'] },
        { id: 'exact', path: '/**', hosts: ['api.example.com', 'API.Example.NET'] },
        { id: 'only-here', path: '/only', host: 'only.example.org' },
        { id: 'later-host', path: '/prior', hosts: 'api.example.com' },
        { id: 'earlier-any', path: '/prior', priority: 1 },
        { id: 'six', path: '/six', hosts: '[2001:db8::1]' },
      ],
    });
  });
  afterAll(() => env.dispose());

  it('prefers the exact host, then wildcards, longer ones first, then any (M202, D23)', async () => {
    expect(await on('api.example.com')).toBe('exact');
    expect(await on('other.example.com')).toBe('wildcard');
    expect(await on('a.eu.example.com')).toBe('longer-wildcard');
    expect(await on('example.com')).toBe('any');
    expect(await on('elsewhere.test')).toBe('any');
  });

  it('takes one or more labels for a wildcard, and never none (M202)', async () => {
    expect(await on('a.b.c.example.com')).toBe('wildcard');
    expect(await on('eu.example.com')).toBe('wildcard');
    expect(await on('notexample.com')).toBe('any');
  });

  it('ignores case, port and a final dot (M202)', async () => {
    expect(await on('API.EXAMPLE.COM')).toBe('exact');
    expect(await on('api.example.com:8080')).toBe('exact');
    expect(await on('api.example.com.')).toBe('exact');
    expect(await on('api.example.net')).toBe('exact');
    expect(await on('[2001:db8::1]:8080', '/six')).toBe('six');
  });

  it('asks the host after the path and after the priority (D23, D31)', async () => {
    expect(await on('api.example.com', '/special')).toBe('any-exact');
    expect(await on('api.example.com', '/prior')).toBe('earlier-any');
  });

  it('gives a path of one host to no other (M202)', async () => {
    expect(await on('only.example.org', '/only')).toBe('only-here');
    expect(await on('api.example.com', '/only')).toBe('exact');
    expect(await on('only.example.com.evil.test', '/only')).toBe('any');
  });

  it('believes the absolute form, not the Host header (M202)', async () => {
    const ask = async (target: string) => {
      const request = `GET ${target} HTTP/1.1\r\nHost: other.example.com\r\nConnection: close\r\n\r\n`;
      const answer = await rawExchange(started.gateway.url(), request);
      return answer.split('\r\n\r\n')[1];
    };
    expect(await ask('http://api.example.com/x?y=1')).toBe('exact');
    expect(await ask('http://API.example.com:8080/x')).toBe('exact');
    expect(await ask('http://only.example.org/only')).toBe('only-here');
    expect(await ask('http://api.example.com')).toBe('exact');
    expect(await ask('http://api.example.com?y=1')).toBe('exact');
    expect(await ask('/')).toBe('wildcard');
  });

  it('serves HTTP/1.0 without a host from the routes of any host (M202)', async () => {
    expect(await rawExchange(started.gateway.url(), 'GET / HTTP/1.0\r\n\r\n')).toMatch(/\r\n\r\nany$/);
  });

  it('refuses a request that names its host twice', async () => {
    const request = 'GET / HTTP/1.1\r\nHost: a.example\r\nHost: api.example.com\r\nConnection: close\r\n\r\n';
    expect(await rawExchange(started.gateway.url(), request)).toMatch(/^HTTP\/1\.1 400 /);
  });
});
