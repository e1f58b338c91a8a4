import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { finding } from '../diagnostics/finding.ts';
import type { Locate } from '../diagnostics/locate.ts';
import type { Bundle } from '../emit/emit.ts';
import { type Child, startChild } from './child.ts';
import { errorLogs, linesSince } from './error-log.ts';
import { guarded } from './failure.ts';
import type { Host } from './host.ts';
import { liveWorkers } from './master.ts';
import { explain, isFatal, type MessageContext, placeOf } from './messages.ts';
import { makePrivateDirectory, sweepPrivateDirectories } from './private.ts';
import { askSelfTest } from './self-test.ts';
import type { Server } from './server.ts';
import { makeWritable, treeFor, writeTree } from './tree.ts';
import { until } from './until.ts';

/** A gateway emitted for the private directory it will run in: its sockets and logs are there. */
export interface Candidate {
  readonly bundle: Bundle;
  /** Path of the unix socket that answers the self-test. */
  readonly selfTest: string;
}

/** A candidate to start in private. */
export interface BootRequest {
  readonly candidate: (directory: string) => Candidate;
  readonly locate: Locate;
  readonly server: Server;
  readonly host: Host;
  readonly signal: AbortSignal;
  /** How long it may take to come up, in milliseconds. */
  readonly limit: number;
}

/** What came of it. */
export type BootResult =
  | { readonly kind: 'passed'; readonly milliseconds: number; readonly routes: number }
  | { readonly kind: 'failed'; readonly diagnostics: readonly Diagnostic[] };

/** How long a candidate may take to come up, in milliseconds. */
export const BOOT_LIMIT = 10_000;

/**
 * Starts a candidate with the real binary in a private directory, on private sockets, has it test itself, and stops it. `nginx -t` is
 * no substitute: it passes with missing Lua files, and runs none of the Lua (T2).
 * @param request the candidate
 * @returns whether it came up and passed; its own messages, taken back to the user's file, when not
 * @throws DeployFailure when the private directory cannot be written; the reason of the signal
 */
export async function boot(request: BootRequest): Promise<BootResult> {
  const began = performance.now();
  await sweepPrivateDirectories(request.host);
  const directory = await guarded('make a private directory', () => makePrivateDirectory(request.host));
  try {
    const { bundle, selfTest } = request.candidate(directory);
    await guarded('write the candidate', () => writePrivate(directory, bundle, request.server));
    const child = await startChild({
      binary: request.server.path,
      directory,
      host: request.host,
      pass: undefined,
    });
    try {
      const context = contextOf(bundle, request.locate, [directory]);
      const diagnostics = await examine({ child, directory, bundle, context, request });
      if (diagnostics.length > 0) return { kind: 'failed', diagnostics };
      const test = await askSelfTest(selfTest, request.signal);
      if (test.kind === 'silent') return failed('GW9014', `the self-test did not answer: ${test.reason}`);
      const failures = test.failures.map(({ at, message }) =>
        finding('GW9014', { message, span: placeOf(at, context) }),
      );
      return failures.length > 0
        ? { kind: 'failed', diagnostics: failures }
        : { kind: 'passed', milliseconds: performance.now() - began, routes: test.routes };
    } finally {
      await child.stop();
    }
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/**
 * Writes a bundle into a private directory that exists.
 * @param directory where nginx will run
 * @param bundle what it will run
 * @param server for the modules it has to load
 */
export async function writePrivate(directory: string, bundle: Bundle, server: Server): Promise<void> {
  await writeTree(directory, treeFor(bundle.files, server.modules));
  await makeWritable(directory);
}

/**
 * What takes the messages of a server that runs a bundle back to the user's file.
 * @param bundle what it runs
 * @param locate finds nodes in the user's file
 * @param directories where it runs
 */
export function contextOf(bundle: Bundle, locate: Locate, directories: readonly string[]): MessageContext {
  return {
    conf: String(bundle.files.get('conf/nginx.conf')?.content ?? ''),
    map: bundle.sourceMap,
    locate,
    directories,
  };
}

/** What waiting for a child needs. */
export interface StartWatch {
  readonly child: Child;
  readonly directory: string;
  readonly bundle: Bundle;
  readonly context: MessageContext;
  readonly request: { readonly signal: AbortSignal; readonly limit: number };
}

/**
 * Waits until every worker of a child has reported its generation.
 * @param watch the child
 * @returns nothing when it is up; what it said when it failed
 */
export async function examine(watch: StartWatch): Promise<readonly Diagnostic[]> {
  const { child, directory, request } = watch;
  const logs = new Map((await errorLogs(directory)).map((path) => [path, 0] as const));
  const said = async (): Promise<string[]> => [...child.stderr().split('\n'), ...(await linesSince(logs))];
  let dead = false;
  void child.exited.then(() => {
    dead = true;
  });
  const outcome = await until(
    async () => {
      if (dead || (await said()).some(isFatal)) return 'failed';
      const workers = await liveWorkers(join(directory, 'run/workers'), child.pid);
      return workers.length > 0 && workers.every(({ generation }) => generation === watch.bundle.generation)
        ? 'up'
        : undefined;
    },
    { limit: request.limit, every: 5, signal: request.signal },
  );
  if (outcome === 'up') return [];
  if (outcome === 'failed') await child.stop(); // so that all it has to say has been read
  const found = explain(await said(), watch.context);
  if (found.length > 0) return found;
  if (outcome === undefined)
    return [
      finding('GW9015', {
        message: `no worker was ready after ${request.limit / 1000} s`,
        help: 'look at the load of this machine, and whether the user of the workers can reach the directory',
      }),
    ];
  return [
    finding('GW9010', {
      message: `nginx ended: ${child.stderr().trim() || (await readLog(directory)) || 'it did not say why'}`,
    }),
  ];
}

const readLog = (directory: string): Promise<string> =>
  readFile(join(directory, 'logs/error.log'), 'utf8').then(
    (text) => text.trim(),
    () => '',
  );

const failed = (code: 'GW9014', message: string): BootResult => ({
  kind: 'failed',
  diagnostics: [finding(code, { message })],
});
