import { describe, expect, it } from 'vitest';
import { emit } from '../../../src/emit/emit.ts';
import { describeModel } from '../../../src/emit/model/describe.ts';
import type { Model } from '../../../src/emit/model/model.ts';
import { readModel } from '../../../src/emit/model/read.ts';
import { secretsOf } from '../../../src/emit/model/secrets.ts';
import { load } from '../../../src/input/load.ts';
import { lower } from '../../../src/lower/lower.ts';
import { optimise } from '../../../src/passes/optimise.ts';
import { toDocument } from '../../../src/schema/to-document.ts';

const TOKEN = 'correct-horse-battery';

async function read(yaml: string, environment: Record<string, string> = { TOKEN }) {
  const loaded = await load({ files: ['-'], stdin: yaml, environment, cwd: '/' });
  const { document, diagnostics } = toDocument(loaded);
  if (document === undefined) throw new Error(JSON.stringify(diagnostics));
  const gateway = optimise(lower(document, { flavor: 'debian-1.26' }));
  const model = describeModel(document, gateway, secretsOf(loaded));
  return { model, bundle: (known?: Model) => emit(gateway, loaded.locate, known) };
}

const modelOf = async (yaml: string, environment?: Record<string, string>) =>
  (await read(yaml, environment)).model;

const CANONICAL = `version: 1
server: {listen: 8080, read_timeout: 60s, trusted_proxies: [10.0.0.0/8, "2001:db8::/32"]}
routes:
  - id: users
    path: /users/{id}
    hosts: [a.example, b.example]
    methods: [GET, POST]
    headers: {X-Color: blue, X-Tier: gold}
    service_id: users
    request_headers: {set: {X-A: "1", X-B: "\${request_id}"}, remove: [X-C, X-D]}
    retry: {attempts: 2, on: [connection, 5xx]}
services:
  - {id: users, nodes: [{address: "10.0.0.1:80"}, {address: "[2001:db8::1]:80"}], timeout: 1m30s}
`;

const RESPELT = `services:
  - {timeout: 90s, nodes: [{address: "[2001:DB8:0::1]:80"}, {address: "10.0.0.1:80"}], id: users}
routes:
  - service_id: users
    retry: {on: [503, 500, 504, 502, connection], attempts: 2}
    request_headers: {remove: [X-D, X-C, x-c], set: {x-b: "\${var:request_id}", X-A: "1"}}
    assertion_group_config:
      type: and
      assertions:
        - {type: header, header: x-tier, operator: eq, value: gold}
        - {type: header, header: x-color, operator: equals, value: blue}
    methods: [post, HEAD, GET]
    hosts: [A.example, B.example]
    path: /users/:id
    id: users
server: {trusted_proxies: ["2001:db8::7/32", "::ffff:10.1.2.3/104"], read_timeout: 1m, listen: "0.0.0.0:8080"}
version: 1
`;

describe('the model of a release', () => {
  it('is one for configurations that mean the same (T9, S13, D34)', async () => {
    expect(await modelOf(RESPELT)).toEqual(await modelOf(CANONICAL));
    expect(JSON.stringify(await modelOf(RESPELT))).toBe(JSON.stringify(await modelOf(CANONICAL)));
  });
  it('is read back as it was written, and refused when it is newer or broken', async () => {
    const model = await modelOf(CANONICAL);
    expect(readModel(JSON.stringify(model))).toEqual({ kind: 'model', model });
    expect(readModel(JSON.stringify({ ...model, format: 2 }))).toEqual({ kind: 'newer' });
    for (const text of ['', 'null', '[]', '{}', JSON.stringify({ ...model, matches: {} })])
      expect(readModel(text)).toEqual({ kind: 'broken' });
  });
  it('stands in the bundle without being part of the generation', async () => {
    const { bundle, model } = await read(CANONICAL);
    const [bare, whole] = [bundle(), bundle(model)];
    expect(JSON.parse(String(whole.files.get('data/model.json')?.content))).toEqual(model);
    expect(bare.files.has('data/model.json')).toBe(false);
    expect(whole.generation).toBe(bare.generation);
  });
});

describe('texts from the environment', () => {
  const yaml = (value: string) => `version: 1
routes:
  - id: a
    path: /\${AREA}/x
    headers: {X-Key: "${value}"}
    service_id: s
    request_headers: {set: {Authorization: "Bearer ${value}"}}
    response_headers: {add: {X-Seen: "${value}"}}
    assertion_group_config:
      on_fail: 403
      assertions: [{type: header, header: x-other, operator: equals, value: "${value}", case_sensitive: false}]
  - id: b
    path: /b
    respond: {status: 200, body: "${value}", headers: {X-T: "${value}"}}
services:
  - {id: s, nodes: [{address: "10.0.0.1:80"}]}
`;
  const environment = { TOKEN, AREA: 'area' };
  it('are never in it, whatever they are used for', async () => {
    const text = JSON.stringify(await modelOf(yaml('${TOKEN}'), environment));
    expect(text.toLowerCase()).not.toContain(TOKEN);
    expect(text).toContain('"from":"${TOKEN}"');
  });
  it('are there where clients have to know them: in paths', async () => {
    expect((await modelOf(yaml('${TOKEN}'), environment)).routes[0]?.fields.paths).toEqual(['/area/x']);
  });
  it('leave a mark that changes with them, and only with them', async () => {
    const one = await modelOf(yaml('${TOKEN}'), environment);
    expect(await modelOf(yaml('${TOKEN}'), environment)).toEqual(one);
    const other = await modelOf(yaml('${TOKEN}'), { ...environment, TOKEN: 'other' });
    expect(other.routes[0]?.fields['request_headers.set.authorization']).not.toEqual(
      one.routes[0]?.fields['request_headers.set.authorization'],
    );
  });
});
