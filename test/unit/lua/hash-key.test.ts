// core/hash-key.lua: what balancers that hash read of a request.
import { describe, expect, it } from 'vitest';
import { withRequest } from './request.ts';

const keyOf = (key: object, facts: object): Promise<{ key?: string }> =>
  withRequest(
    `local hash_key = require "gatewayc.core.hash-key"
     local read = hash_key.new(input.key, function(subject) return require("gatewayc.assertion." .. subject) end)
     request(input.facts)
     return { key = read() }`,
    { input: { key, facts } },
  );

describe('the key of a request', () => {
  it.each([
    [{ on: 'ip' }, { remote_addr: '10.0.0.1' }, '10.0.0.1'],
    [{ on: 'ip' }, { remote_addr: '::ffff:10.0.0.1' }, '10.0.0.1'],
    [{ on: 'header', name: 'X-User' }, { http_x_user: 'ada' }, 'ada'],
    [{ on: 'header', name: 'X-User' }, {}, undefined],
    [{ on: 'cookie', name: 'session' }, { http_cookie: 'a=1; session=s; b=2' }, 's'],
    [{ on: 'query', name: 'user' }, { args: { user: 'ada' } }, 'ada'],
    [{ on: 'query', name: 'user' }, { args: {} }, undefined],
    [{ on: 'path' }, { request_uri: '/a/b?c=d' }, '/a/b'],
    [{ on: 'path' }, { request_uri: '/%61/b' }, '/a/b'],
    [{ on: 'path' }, { request_uri: '?c=d' }, '/'],
    // Lenient mode lets it through; it is hashed as it is.
    [{ on: 'path' }, { request_uri: '/a/../b?c' }, '/a/../b'],
  ])('%j of %j is %j (M058)', async (key, facts, expected) => {
    expect((await keyOf(key, facts)).key).toBe(expected);
  });

  it('is from a closed list', async () => {
    await expect(keyOf({ on: 'user' }, {})).rejects.toThrow(/user/);
  });
});
