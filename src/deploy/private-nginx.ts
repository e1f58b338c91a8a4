import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { finding } from '../diagnostics/finding.ts';
import type { Locate } from '../diagnostics/locate.ts';
import type { Bundle } from '../emit/bundle.ts';
import { type Child, type ChildRequest, startChild } from './child.ts';
import { errorLogs, type LogMark, linesSince, markLogs } from './error-log.ts';
import { errorCode, failure, guarded } from './failure.ts';
import type { Host } from './host.ts';
import { liveWorkers } from './master.ts';
import { contextOf, explain, isFatal, type MessageContext } from './messages.ts';
import { makePrivateDirectory, sweepPrivateDirectories } from './private.ts';
import type { Server } from './server.ts';
import { makeWritable, treeFor, writeTree } from './tree.ts';
import { until } from './until.ts';

/** A gateway to run in a private directory. */
export interface PrivateRequest {
  /** Emits the gateway for the directory it will run in. */
  readonly bundle: (directory: string) => Bundle;
  readonly locate: Locate;
  readonly server: Server;
  readonly host: Host;
  readonly signal: AbortSignal;
  /** How long it may take to come up, in milliseconds. */
  readonly limit: number;
  readonly pass: ChildRequest['pass'];
}

/** An nginx that serves from a private directory. */
export interface PrivateNginx {
  readonly directory: string;
  readonly child: Child;
  /** Takes what it says back to the user's file. */
  readonly context: MessageContext;
  /** Ends it and removes the directory. */
  dispose(): Promise<void>;
}

export type PrivateStart =
  | { readonly kind: 'up'; readonly nginx: PrivateNginx }
  | { readonly kind: 'failed'; readonly diagnostics: readonly Diagnostic[] };

/** How long a gateway may take to come up, in milliseconds. */
export const START_LIMIT = 10_000;

/**
 * Runs a gateway from a private directory, in the foreground of this process, and waits until its workers have reported.
 * @param request the gateway
 * @returns the running nginx, to be disposed of; or its own messages, taken back to the user's file
 * @throws DeployFailure when the directory cannot be written or the binary not started; the reason of the signal
 */
export async function startPrivate(request: PrivateRequest): Promise<PrivateStart> {
  await sweepPrivateDirectories(request.host);
  const directory = await guarded('make a private directory', () => makePrivateDirectory(request.host));
  const remove = (): Promise<void> => rm(directory, { recursive: true, force: true });
  try {
    const bundle = request.bundle(directory);
    await guarded('write the candidate', async () => {
      await writeTree(directory, treeFor(bundle.files, request.server.modules));
      await makeWritable(directory);
    });
    const context = contextOf(bundle, request.locate, [directory]);
    const mark = await markLogs(await errorLogs(directory));
    const child = await start(request, directory);
    const dispose = (): Promise<void> => child.stop().finally(remove);
    try {
      const diagnostics = await untilUp(
        { child, directory, generation: bundle.generation, context, mark },
        request,
      );
      if (diagnostics.length === 0) return { kind: 'up', nginx: { directory, child, context, dispose } };
      await dispose();
      return { kind: 'failed', diagnostics };
    } catch (error) {
      await dispose();
      throw error;
    }
  } catch (error) {
    await remove();
    throw error;
  }
}

async function start({ server, host, pass }: PrivateRequest, directory: string): Promise<Child> {
  try {
    return await startChild({ binary: server.path, directory, host, pass });
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    throw failure('GW9003', { message: `${server.path} cannot be started: ${(error as Error).message}` });
  }
}

interface Watched {
  readonly child: Child;
  readonly directory: string;
  readonly generation: string;
  readonly context: MessageContext;
  readonly mark: LogMark;
}

/** Waits until every worker has reported. Gives nothing when it is up, else what it said. */
async function untilUp(watched: Watched, { signal, limit }: PrivateRequest): Promise<readonly Diagnostic[]> {
  const { child, directory, generation, context, mark } = watched;
  const said = async (): Promise<string[]> => [...child.stderr().split('\n'), ...(await linesSince(mark))];
  let ended = false;
  void child.exited.then(() => {
    ended = true;
  });
  const outcome = await until<'up' | 'failed'>(
    async () => {
      if (ended || (await said()).some(isFatal)) return 'failed';
      const workers = await liveWorkers(join(directory, 'run/workers'), child.pid);
      return workers.length > 0 && workers.every((worker) => worker.generation === generation)
        ? 'up'
        : undefined;
    },
    { limit, every: 5, signal },
  );
  if (outcome === 'up') return [];
  if (outcome === 'failed') await child.stop(); // so that all it has to say has been read
  const lines = await said();
  const found = explain(lines, context);
  if (found.length > 0) return found;
  if (outcome === 'failed')
    return [
      finding('GW9010', { message: `nginx ended: ${lines.join('\n').trim() || 'it did not say why'}` }),
    ];
  const help =
    'look at the load of this machine, and whether the user of the workers can reach the directory';
  return [finding('GW9015', { message: `no worker was ready after ${limit / 1000} s`, help })];
}
