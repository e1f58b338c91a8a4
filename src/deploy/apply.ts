import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { finding } from '../diagnostics/finding.ts';
import type { Locate } from '../diagnostics/locate.ts';
import type { Bundle } from '../emit/bundle.ts';
import type { LogSettings } from '../model/gateway.ts';
import { type Deployment, liveSteps, preparingSteps } from './apply-steps.ts';
import { LOCK_WAIT } from './build.ts';
import { NotConfirmed } from './confirm.ts';
import { type Control, controlOf } from './control.ts';
import { DeployFailure, guarded } from './failure.ts';
import type { Host } from './host.ts';
import { currentGeneration, type Layout, makeLayout } from './layout.ts';
import { acquire } from './lock.ts';
import { contextOf, explain, type MessageContext } from './messages.ts';
import { rollBack } from './rollback.ts';
import type { Server } from './server.ts';
import { runSteps } from './steps.ts';

/** A release to make live. It has passed the sandbox. */
export interface ApplyRequest {
  readonly root: string;
  readonly bundle: Bundle;
  readonly locate: Locate;
  readonly log: LogSettings;
  readonly server: Server;
  /** Whether to start nginx when none runs from the root. */
  readonly start: 'if-needed' | 'never';
  /** How many releases stay on disk. */
  readonly keep: number;
  /** How long workers may take to confirm, in milliseconds. */
  readonly limit: number;
  readonly host: Host;
  readonly signal: AbortSignal;
  /** Told each stage that has been passed. */
  readonly talk: (line: string) => void;
  /** The nginx of the root; given by tests only. */
  readonly control?: (layout: Layout) => Control;
}

/** A release that is live, or installed where nothing runs. */
export interface Applied {
  readonly root: string;
  readonly generation: string;
  readonly previous: string | undefined;
  readonly outcome: 'started' | 'reloaded' | 'installed';
  /** How many workers have confirmed. */
  readonly workers: number;
  readonly removed: readonly string[];
  /** Warnings and notes. */
  readonly diagnostics: readonly Diagnostic[];
}

/** How long workers may take to confirm a generation, in milliseconds. */
export const CONFIRM_LIMIT = 10_000;

/**
 * Installs a release, makes it current, has nginx take it, and waits until every worker has confirmed it; else puts the old one back.
 * @param request what to deploy, and where
 * @returns what is live now
 * @throws DeployFailure with the cause, taken back to the user's file; the old release serves then. The reason of the signal.
 */
export async function apply(request: ApplyRequest): Promise<Applied> {
  return guarded(`deploy to ${request.root}`, async () => {
    const layout = await makeLayout(request.root);
    const lock = await acquire({
      path: layout.lock,
      pid: request.host.pid,
      wait: LOCK_WAIT,
      signal: request.signal,
      waiting: (pid) => request.talk(`waiting for process ${pid}, which is deploying to ${layout.root}`),
    });
    try {
      return await deploy(layout, request);
    } finally {
      await lock.release();
    }
  });
}

async function deploy(layout: Layout, request: ApplyRequest): Promise<Applied> {
  const control = request.control?.(layout) ?? controlOf(layout, request.server, request.host);
  const deployment: Deployment = { layout, control, request, notes: [], state: { kind: 'prepared' } };
  await runSteps(preparingSteps(deployment), request.signal);
  const previous = await currentGeneration(layout);
  try {
    await runSteps(liveSteps(deployment, previous), request.signal);
  } catch (error) {
    throw await undo(deployment, previous, error);
  }
  const { state } = deployment;
  if (state.kind !== 'committed') throw new Error(`deployment ended as ${state.kind}`);
  return {
    root: layout.root,
    generation: request.bundle.generation,
    previous,
    outcome: state.outcome,
    workers: state.workers,
    removed: state.removed,
    diagnostics: deployment.notes,
  };
}

/** Puts the old release back and gives the error to throw. */
async function undo(deployment: Deployment, previous: string | undefined, error: unknown): Promise<unknown> {
  const { request, layout, state } = deployment;
  if (state.kind === 'prepared' || state.kind === 'committed') return error;
  const undone = await rollBack(deployment, previous);
  if (!(error instanceof NotConfirmed)) return error;
  const context: MessageContext = contextOf(request.bundle, request.locate, [
    layout.current,
    `${layout.releases}/${request.bundle.generation}`,
    layout.root,
  ]);
  const first = finding('GW9030', {
    message: `${error.message}; ${undone.message}`,
    help: 'correct the cause and apply again; gatewayc status shows what runs',
  });
  return new DeployFailure([first, ...explain(error.lines, context), ...undone.diagnostics]);
}
