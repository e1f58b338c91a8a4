import { finding } from '../diagnostics/finding.ts';
import { NotConfirmed } from './confirm.ts';
import { DeployFailure } from './failure.ts';
import { record } from './history.ts';
import { explain, type MessageContext } from './messages.ts';
import { eventOf, type Rollout } from './rollout.ts';
import { takeBack } from './take-back.ts';

/** Why a rollout did not get through. */
export interface Cause {
  /** The generation to go back to. */
  readonly previous: string | undefined;
  readonly error: unknown;
  /** Takes nginx's messages back to the user's file. */
  readonly context: MessageContext;
}

/**
 * Puts the old release back and records that.
 * @param rollout the rollout, which did not get through
 * @param cause why
 * @returns the error to throw
 */
export async function undo(rollout: Rollout, { previous, error, context }: Cause): Promise<unknown> {
  const { layout, request, state } = rollout;
  if (state.kind === 'prepared' || state.kind === 'committed') return error;
  const undone = await takeBack(rollout, previous);
  const reason = error instanceof Error ? error.message : String(error);
  const outcome = request.signal.aborted ? 'interrupted' : 'failed';
  const unwritten = await record(layout, { ...eventOf(rollout, previous), outcome, workers: 0, reason });
  if (!(error instanceof NotConfirmed)) return error;
  const first = finding('GW9030', {
    message: `${error.message}; ${undone.message}`,
    help: 'correct the cause and run the command again; gatewayc status shows what runs',
  });
  return new DeployFailure([first, ...explain(error.lines, context), ...undone.diagnostics, ...unwritten]);
}
