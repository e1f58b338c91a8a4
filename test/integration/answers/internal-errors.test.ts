import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Environment, eventually, type Gateway, newEnvironment } from '../harness/index.ts';

/** Modules, the phase they run in here, and the text after which they are made to throw. */
const BROKEN = [
  ['access', 'lua/gatewayc/filter/request-headers.lua', '    request = function(req)'],
  ['content', 'lua/gatewayc/phase/content.lua', 'local function respond(target)'],
  ['balancer', 'lua/gatewayc/core/upstream.lua', 'function _M.balance(position)'],
  ['rewrite', 'lua/gatewayc/core/uri.lua', 'function _M.target(path, args)'],
] as const;

describe('an error inside the gateway', () => {
  let env: Environment;
  let gateway: Gateway;

  /** Where nginx runs, the signal reaches the master by the number it wrote. */
  const shell = async (script: string) => (await gateway.exec(['sh', '-c', script])).output.trim();
  const workers = () => shell(`ls ${gateway.bundle}/run/workers`);

  beforeAll(async () => {
    env = await newEnvironment();
    await env.startUpstream('echo');
    gateway = await env.startGateway(
      ({ listen, metrics, upstreamIp }) => `
server: {listen: "${listen}", workers: 1}
metrics: {addr: "${metrics}"}
services:
  - {id: echo, nodes: [{address: "${upstreamIp('echo')}"}]}
  - {id: lua, nodes: [{address: "${upstreamIp('echo')}"}], retry: 2}
routes:
  - {id: sound, path: /sound, service_id: echo}
  - {id: access, path: /access, service_id: echo, request_headers: {set: {X-A: b}}}
  - {id: content, path: /content, respond: {status: 200, body: ok}}
  - {id: balancer, path: /balancer, service_id: lua}
  - {id: rewrite, path: "/rewrite/**", service_id: echo, strip_prefix: true}
`,
    );
    for (const [phase] of BROKEN) expect((await gateway.request(`/${phase}`)).status).toBe(200);
    for (const [, file, after] of BROKEN) {
      const path = join(gateway.bundle, file);
      const text = readFileSync(path, 'utf8');
      expect(text).toContain(after);
      writeFileSync(path, text.replace(after, `${after}\n  error("secret detail of the fault")`));
    }
    const before = await workers();
    await shell(`kill -HUP $(cat ${gateway.bundle}/run/nginx.pid)`);
    await eventually('a new worker', async () => {
      const now = await workers();
      return now !== '' && !now.split('\n').includes(before);
    });
  });
  afterAll(() => env.dispose());

  it.each(BROKEN.map(([phase]) => phase))(
    'in the %s phase is 500 as JSON, logged, and the process survives (M163, M188)',
    async (phase) => {
      const before = await workers();
      for (let sent = 0; sent < 3; sent += 1) {
        const answer = await gateway.request(`/${phase}`);
        expect(answer.status).toBe(500);
        expect(answer.json()).toEqual({
          error: 'Internal Server Error',
          code: 'INTERNAL_ERROR',
          request_id: answer.headers['x-request-id'],
        });
      }
      expect((await gateway.request('/sound')).status).toBe(200);
      expect(await workers()).toBe(before);
      expect(await gateway.logs()).toContain('secret detail of the fault');
    },
  );
});
