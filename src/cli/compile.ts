import type { Candidate } from '../deploy/sandbox.ts';
import type { Bundle } from '../emit/bundle.ts';
import { emit } from '../emit/emit.ts';
import { describeModel } from '../emit/model/describe.ts';
import type { Model } from '../emit/model/model.ts';
import { secretsOf } from '../emit/model/secrets.ts';
import { lower } from '../lower/lower.ts';
import type { Flavor } from '../model/document.ts';
import type { Gateway } from '../model/gateway.ts';
import { optimise } from '../passes/optimise.ts';
import { sandboxed } from '../passes/sandbox.ts';
import type { Sound } from './examine.ts';

/** A compiled configuration. */
export interface Compiled {
  readonly gateway: Gateway;
  readonly bundle: Bundle;
  /** What it means, as the bundle carries it. */
  readonly model: Model;
  /** The same for a trial boot in a private directory. */
  readonly candidate: (directory: string) => Candidate;
}

/**
 * Compiles a sound configuration. Cannot fail: what throws here is our bug.
 * @param examined the configuration
 * @param flavor the server it is for
 */
export function compile(sound: Sound, flavor: Flavor): Compiled {
  const { gateway, model } = understand(sound, flavor);
  const { loaded } = sound;
  return {
    gateway,
    model,
    bundle: emit(gateway, loaded.locate, model),
    candidate: (directory) => {
      // A trial must not write to the logs of the gateway that is running.
      const log = { ...gateway.log, access: 'off', error: 'error.log' };
      const trial = sandboxed({ ...gateway, log }, { directory });
      if (trial.server.selfTestSocket === undefined) throw new Error('the sandbox has no self-test');
      return { bundle: emit(trial, loaded.locate), selfTest: trial.server.selfTestSocket };
    },
  };
}

/**
 * Says what a sound configuration means, without the files of its bundle.
 * @param examined the configuration
 * @param flavor the server it is for
 */
export function understand({ document, loaded }: Sound, flavor: Flavor): Pick<Compiled, 'gateway' | 'model'> {
  const gateway = optimise(lower(document, { flavor }));
  return { gateway, model: describeModel(document, gateway, secretsOf(loaded)) };
}
