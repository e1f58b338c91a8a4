import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Environment, type Gateway, newEnvironment } from '../harness/index.ts';

describe('what is deployed', () => {
  let env: Environment;
  let gateway: Gateway;
  let nodes: readonly string[];

  beforeAll(async () => {
    env = await newEnvironment();
    await Promise.all([env.startUpstream('a'), env.startUpstream('b')]);
    gateway = await env.startGateway(({ listen, metrics, upstreamIp }) => {
      nodes = [upstreamIp('a'), upstreamIp('b')];
      return `
server: {listen: "${listen}"}
metrics: {addr: "${metrics}"}
services: [{id: pair, nodes: [{address: "${nodes[0]}"}, {address: "${nodes[1]}", weight: 50}]}]
routes:
  - {id: pair, path: "/pair/**", service_id: pair, request_headers: {set: {X-A: b}}}
  - {id: plain, path: "/plain", methods: [GET], service_id: pair}
`;
    });
  });
  afterAll(() => env.dispose());

  const conf = () => readFileSync(join(gateway.bundle, 'conf', 'nginx.conf'), 'utf8');
  const block = (head: string) => new RegExp(`^ *${head} \\{([\\s\\S]*?)^ *\\}`, 'm').exec(conf())?.[1] ?? '';

  it('is conf, data and lua, whole and known by its manifest (M280)', () => {
    const entries = readdirSync(gateway.bundle);
    expect(entries).toEqual(expect.arrayContaining(['conf', 'data', 'lua', 'logs', 'run', 'manifest.json']));
    const manifest = JSON.parse(readFileSync(join(gateway.bundle, 'manifest.json'), 'utf8'));
    const files = Object.keys(manifest.files);
    expect(files).toEqual(
      expect.arrayContaining(['conf/nginx.conf', 'data/gateway.json', 'lua/gatewayc/phase/init.lua']),
    );
    for (const file of files) expect(statSync(join(gateway.bundle, file)).isFile()).toBe(true);
  });

  it('has the usual settings: workers, connections, dictionaries, one start in Lua (M281)', () => {
    expect(conf()).toMatch(/^worker_processes auto;$/m);
    expect(block('events')).toMatch(/^ *worker_connections 1024;$/m);
    expect(conf().match(/^ *lua_shared_dict gw_\w+ \d+[km];$/gm)?.length).toBeGreaterThanOrEqual(3);
    expect(conf().match(/^ *init_by_lua_block \{.*\}$/gm)).toHaveLength(1);
    expect(conf()).toMatch(/^ *lua_package_path "\$prefix\/lua\/\?\.lua;;";$/m);
  });

  it('has an upstream a service, locations that proxy, and the headers services look for (M242)', () => {
    const upstream = block('upstream pair');
    for (const node of nodes) expect(upstream).toContain(`server ${node} `);
    expect(block('location /')).toMatch(/^ *proxy_pass http:\/\/\$gw_upstream/m);
    for (const header of ['Host', 'X-Real-IP', 'X-Forwarded-For'])
      expect(conf()).toMatch(new RegExp(`^ *proxy_set_header ${header} \\S+;$`, 'm'));
    expect(conf()).toMatch(/^ *server_tokens off;$/m);
  });

  it('works in two stages: for every request before the route is known, then for the route alone (M077)', async () => {
    // Before: a bad path is refused and every request gets an id, whether or not a route would take it.
    const bad = await gateway.request('/nowhere/%2e%2e');
    const nowhere = await gateway.request('/nowhere');
    expect([bad.status, nowhere.status]).toEqual([400, 404]);
    for (const answer of [bad, nowhere]) expect(answer.headers['x-request-id']).toMatch(/^[0-9a-f]{32}$/);
    // After: what a route does, it does for its own requests only.
    const own = (await gateway.request('/pair/x')).json<{ headers: Record<string, string> }>();
    const other = (await gateway.request('/plain')).json<{ headers: Record<string, string> }>();
    expect([own.headers['x-a'], other.headers['x-a']]).toEqual(['b', undefined]);
  });
});
