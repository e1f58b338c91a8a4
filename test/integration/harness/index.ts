import { inject } from 'vitest';
import { dockerEnvironment } from './docker.js';
import { processEnvironment } from './process.js';
import type { Environment, Stack } from './types.js';

export type * from './cli.js';
export { runCli, runCliOk } from './cli.js';
export { eventually } from './eventually.js';
export type * from './request.js';
export { rawExchange, rawRequest } from './request.js';
export type * from './types.js';

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
