import net from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Environment, eventually, type Gateway, newEnvironment } from '../harness/index.ts';

/** What came on a connection, and when it ended, in milliseconds from its start. */
interface Ended {
  readonly received: string;
  readonly after: number;
}

/**
 * Opens a connection, sends some bytes, more later if wanted, and waits until the other side closes it.
 * @param origin `http://host:port`
 */
function untilClosed(
  origin: string,
  bytes: string,
  later: { every: number; bytes: string } | undefined = undefined,
): Promise<Ended> {
  const { hostname, port } = new URL(origin);
  return new Promise((resolve) => {
    const since = performance.now();
    let received = '';
    const socket = net.connect({ host: hostname, port: Number(port) }, () => socket.write(bytes));
    const timer = later && setInterval(() => socket.write(later.bytes), later.every);
    socket.on('data', (chunk) => {
      received += chunk.toString('latin1');
    });
    socket.on('error', () => undefined); // a reset ends it, too
    socket.on('close', () => {
      clearInterval(timer);
      resolve({ received, after: performance.now() - since });
    });
  });
}

describe('timeouts of client connections', () => {
  let env: Environment;
  let gateway: Gateway;
  /** Everything a second but what is waited for. */
  let patient: Gateway;

  const start = (server: string) =>
    env.startGateway(
      ({ listen, metrics, upstreamIp }) => `
server: {listen: "${listen}", workers: 1, ${server}}
metrics: {addr: "${metrics}"}
services: [{id: echo, nodes: [{address: "${upstreamIp('echo')}"}]}]
routes: [{id: all, path: "/**", service_id: echo}]
`,
    );

  beforeAll(async () => {
    env = await newEnvironment();
    await env.startUpstream('echo');
    [gateway, patient] = await Promise.all([
      start('read_timeout: 1, write_timeout: 1s, idle_timeout: 1000ms'),
      start('read_timeout: 20s, write_timeout: 20s, idle_timeout: 20s'),
    ]);
  });
  afterAll(() => env.dispose());

  it('idle_timeout closes a connection nobody uses, after its answer (M095, M186, M237, D34)', async () => {
    const ended = await untilClosed(gateway.url(''), 'GET /x HTTP/1.1\r\nHost: x\r\n\r\n');
    expect(ended.received).toMatch(/^HTTP\/1\.1 200 /);
    expect(ended.received).toMatch(/\r\nConnection: keep-alive\r\n/);
    expect(ended.after).toBeGreaterThanOrEqual(990);
    expect(ended.after).toBeLessThan(5000);
  });

  it('read_timeout ends a request whose header does not come to an end (M093, M186, M237, D34)', async () => {
    const ended = await untilClosed(gateway.url(''), 'GET /x HTTP/1.1\r\nHost: x\r\nX-Slow:', {
      every: 200,
      bytes: 'a',
    });
    expect(ended.received).toBe('');
    expect(ended.after).toBeGreaterThanOrEqual(990);
    expect(ended.after).toBeLessThan(5000);
  });

  it('read_timeout ends a request whose body stops coming: 408 in the log (M093, D34)', async () => {
    const ended = await untilClosed(
      gateway.url(''),
      'POST /stops HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc',
    );
    expect(ended.received).not.toMatch(/^HTTP\/1\.1 2/);
    expect(ended.after).toBeGreaterThanOrEqual(990);
    expect(ended.after).toBeLessThan(5000);
    const line = await eventually('its line', async () =>
      (await gateway.accessLog()).find(({ path }) => path === '/stops'),
    );
    expect(line.status).toBe(408);
  });

  it('write_timeout ends an answer the client does not take (M094, M186, D34)', async () => {
    const { hostname, port } = new URL(gateway.url());
    const socket = net.connect({ host: hostname, port: Number(port) }, () => {
      socket.pause();
      socket.write('GET /unread?bytes=50000000 HTTP/1.1\r\nHost: x\r\n\r\n');
    });
    socket.on('error', () => undefined);
    try {
      const line = await eventually('its line', async () =>
        (await gateway.accessLog()).find(({ path }) => path === '/unread'),
      );
      expect(line.bytes_out).toBeLessThan(50_000_000);
      expect(line.duration).toBeGreaterThanOrEqual(0.99);
    } finally {
      socket.destroy();
    }
  });

  it('longer ones wait longer: nothing is closed too early', async () => {
    const answered = untilClosed(
      patient.url(''),
      'POST /x HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 12\r\n\r\n',
      {
        every: 400,
        bytes: 'abc',
      },
    );
    expect((await answered).received).toMatch(/^HTTP\/1\.1 200 /);
    expect((await answered).after).toBeGreaterThanOrEqual(1500);
  });
});
