import { existsSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Environment, eventually, type Gateway, newEnvironment } from '../harness/index.ts';

describe('logs on disk', () => {
  let env: Environment;
  let gateway: Gateway;
  /** Level `error`, with a log of another name. */
  let quiet: Gateway;

  const start = (log: string) =>
    env.startGateway(
      ({ listen, metrics }) => `
server: {listen: "${listen}", workers: 2}
metrics: {addr: "${metrics}"}
log: ${log}
services: [{id: refused, nodes: [{address: "127.0.0.1:1"}]}]
routes:
  - {id: all, path: /x, respond: {body: "{}"}}
  - {id: refused, path: /refused, service_id: refused}
`,
    );
  const logs = (of: Gateway, name: string) => join(of.bundle, 'logs', name);
  const signal = (name: string) =>
    gateway.exec(['sh', '-c', `kill -${name} $(cat ${gateway.bundle}/run/nginx.pid)`]);

  beforeAll(async () => {
    env = await newEnvironment();
    [gateway, quiet] = await Promise.all([start('{}'), start('{level: error, error_log: trouble.log}')]);
  });
  afterAll(() => env.dispose());

  it('the error log says what went wrong, and with whom (M076)', async () => {
    await gateway.request('/refused');
    const line = await eventually('the line', () =>
      readFileSync(logs(gateway, 'error.log'), 'utf8')
        .split('\n')
        .find((one) => one.includes('[error]') && one.includes('connect() failed')),
    );
    expect(line).toContain('upstream: "http://127.0.0.1:1/refused"');
    expect(line).toContain('client: ');
  });

  it('log.level keeps out what is less severe; log.error_log names the file (M076, M241)', async () => {
    await quiet.request('/refused');
    const text = await eventually('the line', () => {
      const now = readFileSync(logs(quiet, 'trouble.log'), 'utf8');
      return now.includes('connect() failed') && now;
    });
    expect(text).not.toMatch(/\[(notice|info|warn)\]/);
    expect(readFileSync(logs(gateway, 'error.log'), 'utf8')).toMatch(/\[notice\]/);
  });

  it('USR1 opens them again after they were renamed; no line is lost (M241)', async () => {
    const before = await gateway.request('/x');
    await eventually('the line before', async () =>
      readFileSync(logs(gateway, 'access.log'), 'utf8').includes(String(before.headers['x-request-id'])),
    );
    for (const name of ['access.log', 'error.log'])
      renameSync(logs(gateway, name), logs(gateway, `${name}.1`));
    const between = await gateway.request('/x');
    await eventually('the line between, in the renamed file', () =>
      readFileSync(logs(gateway, 'access.log.1'), 'utf8').includes(String(between.headers['x-request-id'])),
    );
    await signal('USR1');
    for (const name of ['access.log', 'error.log'])
      await eventually(`a new ${name}`, () => existsSync(logs(gateway, name)));
    const ids: string[] = [];
    for (let sent = 0; sent < 10; sent += 1)
      ids.push(String((await gateway.request('/x')).headers['x-request-id']));
    await eventually('all lines after', () => {
      const [old, fresh] = ['access.log.1', 'access.log'].map((name) =>
        readFileSync(logs(gateway, name), 'utf8'),
      );
      return (
        ids.every((id) => old?.includes(id) || fresh?.includes(id)) && ids.some((id) => fresh?.includes(id))
      );
    });
    await gateway.request('/refused');
    await eventually('errors go to the new file, too', () =>
      readFileSync(logs(gateway, 'error.log'), 'utf8').includes('connect() failed'),
    );
  });
});
