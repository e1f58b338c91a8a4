import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { main } from '../../../src/cli/main.ts';
import type { Terminal } from '../../../src/cli/terminal.ts';

/** What a run of gatewayc came to. */
export interface Ran {
  readonly exit: number;
  readonly out: string;
  readonly talk: string;
}

/** A directory of its own for every test, and gatewayc in it. */
export interface Workbench {
  readonly directory: () => string;
  readonly write: (files: Readonly<Record<string, string>>) => void;
  /** Runs gatewayc as a user would, in the directory. */
  readonly run: (argv: readonly string[], more?: Partial<Terminal>) => Promise<Ran>;
}

/** A configuration without problems. */
export const GOOD = `version: 1
routes:
  - id: hello
    path: /hello
    respond: {status: 200, body: '{}'}
  - id: users
    path: /users/{id}
    methods: [GET, POST]
    hosts: ["*.example.com"]
    service_id: users
    priority: 5
services:
  - id: users
    nodes: [{address: "127.0.0.1:3000"}]
`;

/** Sets a workbench up for the tests of a file. */
export function workbench(): Workbench {
  let cwd = '';
  beforeEach(() => {
    cwd = realpathSync(mkdtempSync(join(tmpdir(), 'gatewayc-cli-')));
  });
  afterEach(() => rmSync(cwd, { recursive: true, force: true }));
  return {
    directory: () => cwd,
    write: (files) => {
      for (const [name, text] of Object.entries(files)) {
        mkdirSync(dirname(join(cwd, name)), { recursive: true });
        writeFileSync(join(cwd, name), text);
      }
    },
    run: async (argv, more = {}) => {
      const ran = { out: '', talk: '' };
      const terminal: Terminal = {
        out: (text) => {
          ran.out += text;
        },
        talk: (text) => {
          ran.talk += text;
        },
        stdin: async () => '',
        environment: {},
        cwd,
        isTTY: { out: false, talk: false },
        interrupted: new AbortController().signal,
        host: { pid: process.pid, searchPath: '', kill: () => undefined },
        ...more,
      };
      return { exit: await main(argv, terminal), ...ran };
    },
  };
}
