import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { finding } from '../diagnostics/finding.ts';
import type { Bundle } from '../emit/bundle.ts';
import { placeOf } from './messages.ts';
import { type PrivateRequest, startPrivate } from './private-nginx.ts';
import { askSelfTest } from './self-test.ts';

/** A gateway emitted for the private directory it will run in: its sockets and logs are there. */
export interface Candidate {
  readonly bundle: Bundle;
  /** Path of the unix socket that answers the self-test. */
  readonly selfTest: string;
}

/** A candidate to start in private. */
export interface BootRequest extends Omit<PrivateRequest, 'bundle' | 'pass'> {
  readonly candidate: (directory: string) => Candidate;
}

/** What came of it. */
export type BootResult =
  | { readonly kind: 'passed'; readonly milliseconds: number; readonly routes: number }
  | { readonly kind: 'failed'; readonly diagnostics: readonly Diagnostic[] };

/**
 * Starts a candidate with the real binary in a private directory, on private sockets, has it test itself, and stops it. `nginx -t` is
 * no substitute: it passes with missing Lua files, and runs none of the Lua (T2).
 * @param request the candidate
 * @returns whether it came up and passed; its own messages, taken back to the user's file, when not
 * @throws DeployFailure when the private directory cannot be written or the binary not started; the reason of the signal
 */
export async function boot(request: BootRequest): Promise<BootResult> {
  const began = performance.now();
  let selfTest = '';
  const bundle = (directory: string): Bundle => {
    const candidate = request.candidate(directory);
    selfTest = candidate.selfTest;
    return candidate.bundle;
  };
  const started = await startPrivate({ ...request, bundle, pass: undefined });
  if (started.kind === 'failed') return started;
  try {
    const test = await askSelfTest(selfTest, request.signal);
    if (test.kind === 'silent') {
      return {
        kind: 'failed',
        diagnostics: [finding('GW9014', { message: `the self-test did not answer: ${test.reason}` })],
      };
    }
    const diagnostics = test.failures.map(({ at, message }) =>
      finding('GW9014', { message, span: placeOf(at, started.nginx.context) }),
    );
    if (diagnostics.length > 0) return { kind: 'failed', diagnostics };
    return { kind: 'passed', milliseconds: performance.now() - began, routes: test.routes };
  } finally {
    await started.nginx.dispose();
  }
}
