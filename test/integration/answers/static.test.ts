import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Environment, type Gateway, newEnvironment } from '../harness/index.ts';

const REDIRECTS = [301, 302, 303, 307, 308];
const STATUSES = [200, 201, 404, 410, 418, 429, 500, 503];

describe('what the gateway answers itself', () => {
  let env: Environment;
  let gateway: Gateway;

  beforeAll(async () => {
    env = await newEnvironment();
    gateway = await env.startGateway(
      ({ listen, metrics }) =>
        `
server: {listen: "${listen}"}
metrics: {addr: "${metrics}"}
routes:
${REDIRECTS.map((status) => `  - {id: to-${status}, path: /to/${status}, redirect: {location: /there, status: ${status}}}\n`).join('')}\
${STATUSES.map((status) => `  - {id: say-${status}, path: /say/${status}, respond: {status: ${status}, body: '{"said":${status}}'}}\n`).join('')}\
  - {id: nothing, path: /nothing, respond: {status: 204}}
  - id: text
    path: /text
    respond:
      body: "grüße\\n$1 $\${nothing} {{x}}\\n"
      content_type: text/plain; charset=utf-8
      headers: {Cache-Control: max-age=60, X-Note: 'a "b" \\ c; $d'}
  - id: dressed
    path: /dressed
    respond: {status: 200, body: "{}", headers: {X-A: own}}
    response_headers: {set: {X-A: set}, add: {X-B: "\${request_id}"}}
  - {id: moved, path: /moved, redirect: /there, response_headers: {set: {Cache-Control: no-store}}}
`,
    );
  });
  afterAll(() => env.dispose());

  it.each(REDIRECTS)('a redirect with status %i', async (status) => {
    for (const method of ['GET', 'POST', 'HEAD']) {
      const answer = await gateway.request(`/to/${status}`, { method });
      expect([answer.status, answer.headers.location, answer.text]).toEqual([status, '/there', '']);
      expect(answer.headers['x-request-id']).toMatch(/^[0-9a-f]{32}$/);
    }
  });

  it.each(STATUSES)(
    'an answer with status %i and the body as written: it is no error of the gateway',
    async (status) => {
      const answer = await gateway.request(`/say/${status}`);
      expect([answer.status, answer.json()]).toEqual([status, { said: status }]);
      expect(answer.headers['content-type']).toBe('application/json');
    },
  );

  it('an answer without a body', async () => {
    const answer = await gateway.request('/nothing');
    expect([answer.status, answer.text]).toEqual([204, '']);
  });

  it('text of any kind, with headers of any kind: nothing in it means anything to nginx (S1)', async () => {
    const answer = await gateway.request('/text');
    expect(answer.text).toBe('grüße\n$1 ${nothing} {{x}}\n');
    expect(answer.headers).toMatchObject({
      'content-type': 'text/plain; charset=utf-8',
      'content-length': String(Buffer.byteLength(answer.text)),
      'cache-control': 'max-age=60',
      'x-note': 'a "b" \\ c; $d',
    });
    const head = await gateway.request('/text', { method: 'HEAD' });
    expect([head.status, head.text, head.headers['content-length']]).toEqual([
      200,
      '',
      answer.headers['content-length'],
    ]);
  });

  it('changed by response_headers as a service’s answer would be (M061)', async () => {
    const { headers } = await gateway.request('/dressed');
    expect(headers).toMatchObject({ 'x-a': 'set', 'x-b': headers['x-request-id'] });
    expect((await gateway.request('/moved')).headers).toMatchObject({
      location: '/there',
      'cache-control': 'no-store',
    });
  });
});
