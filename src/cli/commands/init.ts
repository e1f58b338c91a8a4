import { writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { errorCode, failure, guarded } from '../../deploy/failure.ts';
import { schemaText } from '../../schema/published.ts';
import { EXIT } from '../exit.ts';
import { DEFAULT_FILE } from '../options.ts';
import type { Outcome } from '../outcome.ts';
import type { Invocation } from '../program.ts';

const SCHEMA_FILE = 'gateway.schema.json';

/** `gatewayc init`: a starter configuration that runs as it is, and beside it the schema its modeline names. Overwrites nothing. */
export async function init({ args: [file = DEFAULT_FILE], terminal }: Invocation): Promise<Outcome> {
  const path = resolve(terminal.cwd, file);
  const schema = join(dirname(path), SCHEMA_FILE);
  const written = await guarded(`write ${file}`, async () => {
    if (!(await create(path, STARTER))) {
      throw failure('GW9041', {
        message: `${file} exists already`,
        help: 'name another file: gatewayc init other.yaml',
      });
    }
    const files = (await create(schema, schemaText())) ? [path, schema] : [path];
    return files.map((name) => relative(terminal.cwd, name));
  });
  const flag = file === DEFAULT_FILE ? '' : ` -f ${file}`;
  return {
    exit: EXIT.done,
    text: written.map((name) => `${name}\n`).join(''),
    data: { files: written },
    diagnostics: [],
    hint: `try it: gatewayc run${flag}`,
  };
}

/** Creates a file; false when it is there already. */
async function create(path: string, content: string): Promise<boolean> {
  try {
    await writeFile(path, content, { flag: 'wx' });
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

const STARTER = `# yaml-language-server: $schema=${SCHEMA_FILE}
version: 1

server:
  listen: 8080

routes:
  # Answered by the gateway itself: curl http://127.0.0.1:8080/hello
  - id: hello
    path: /hello
    methods: [GET]
    respond:
      status: 200
      content_type: text/plain
      body: "hello from the gateway\\n"

  # Forwarded to the service below, without the /api in front.
  - id: api
    path: /api/**
    strip_prefix: /api
    service_id: backend

services:
  - id: backend
    nodes:
      - address: 127.0.0.1:3000
`;
