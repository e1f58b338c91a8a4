/**
 * One step of a deployment. After any of them the machine may lose power: the steps before it have happened, the ones after it
 * have not, and the next run must be able to go on from there. Tests stop after each one and prove it.
 */
export interface Step {
  readonly name: string;
  run(): Promise<void>;
}

/**
 * Runs steps in order.
 * @param steps the steps
 * @param signal looked at before each step
 * @throws what a step throws, or the reason of the signal
 */
export async function runSteps(steps: readonly Step[], signal: AbortSignal): Promise<void> {
  for (const step of steps) {
    signal.throwIfAborted();
    await step.run();
  }
}
