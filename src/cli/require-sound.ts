import { type Examined, examine, isSound, type Sound } from './examine.ts';
import { EXIT, exitFor } from './exit.ts';
import type { SourceOptions } from './options.ts';
import type { Outcome } from './outcome.ts';
import type { Terminal } from './terminal.ts';

/** A configuration to go on with, or what the command has come to. */
export type Requirement =
  | {
      readonly kind: 'sound';
      readonly sound: Sound;
      readonly known: Pick<Outcome, 'diagnostics' | 'sources'>;
    }
  | { readonly kind: 'refused'; readonly outcome: Outcome };

/**
 * Reads a configuration for a command that does nothing with a bad one.
 * @param options which files, and what makes it bad
 * @param terminal for standard input, the environment and the directory
 * @param hint what to say when it is bad
 */
export async function requireSound(
  options: SourceOptions,
  terminal: Terminal,
  hint: string,
): Promise<Requirement> {
  return soundOrRefused(await examine(options, terminal), options, hint);
}

/**
 * The same for a configuration that was read.
 * @param examined the configuration
 * @param options what makes it bad
 * @param hint what to say when it is bad
 */
export function soundOrRefused(
  examined: Examined,
  options: Pick<SourceOptions, 'failSeverity'>,
  hint: string,
): Requirement {
  const { diagnostics, loaded } = examined;
  const known = { diagnostics, sources: loaded.sources };
  const exit = exitFor(diagnostics, options.failSeverity);
  if (exit === EXIT.done && isSound(examined)) return { kind: 'sound', sound: examined, known };
  return {
    kind: 'refused',
    outcome: { ...known, exit: exit === EXIT.done ? EXIT.invalid : exit, hint: examined.hint ?? hint },
  };
}
