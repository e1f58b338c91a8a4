import { inject } from 'vitest';
import { dockerEnvironment } from './docker.ts';
import { processEnvironment } from './process.ts';
import type { Environment, Stack } from './types.ts';

export type * from './cli.ts';
export { runCli, runCliOk } from './cli.ts';
export { eventually } from './eventually.ts';
export type * from './load.ts';
export { startLoad } from './load.ts';
export type * from './request.ts';
export { rawExchange, rawRequest } from './request.ts';
export type * from './types.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    stack: Stack;
  }
}

/** An empty, isolated set of services on the stack this run uses. Call `dispose()` in afterAll. */
export async function newEnvironment(): Promise<Environment> {
  const stack = inject('stack');
  return stack.kind === 'docker' ? dockerEnvironment(stack) : processEnvironment(stack);
}
