import type { Host } from '../deploy/host.ts';

/** Everything a command may touch of the process it runs in. Only `start.ts` makes a real one. */
export interface Terminal {
  /** The product: data somebody may pipe on. */
  out(text: string): void;
  /** The talk: what is happening, and what is wrong. */
  talk(text: string): void;
  /** All of standard input. */
  stdin(): Promise<string>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Absolute. */
  readonly cwd: string;
  /** Which of the two streams a person looks at directly. */
  readonly isTTY: { readonly out: boolean; readonly talk: boolean };
  /** Aborted by SIGINT and SIGTERM; its reason is an {@link Interrupted}. */
  readonly interrupted: AbortSignal;
  readonly host: Host;
  /**
   * Only where a person types: has every key reported at once.
   * @param pressed gets each key
   * @returns what ends it
   */
  keys?(pressed: (key: string) => void): () => void;
}

/** The user, or the system, wants this to stop. */
export class Interrupted extends Error {
  readonly exit: 130 | 143;

  /** @param signal what was received */
  constructor(signal: 'SIGINT' | 'SIGTERM') {
    super(`stopped by ${signal}`);
    this.exit = signal === 'SIGINT' ? 130 : 143;
  }
}

/** A value of `--color`. */
export type ColorChoice = 'auto' | 'always' | 'never';

/**
 * Whether to use colours on a stream: the flag decides, then NO_COLOR and FORCE_COLOR (set and not empty), then TERM=dumb, then
 * whether it is a terminal.
 * @param choice the flag
 * @param terminal for the environment
 * @param stream which one
 */
export function useColor(choice: ColorChoice, terminal: Terminal, stream: 'out' | 'talk'): 'on' | 'off' {
  if (choice !== 'auto') return choice === 'always' ? 'on' : 'off';
  const { NO_COLOR, FORCE_COLOR, TERM } = terminal.environment;
  if (NO_COLOR !== undefined && NO_COLOR !== '') return 'off';
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== '')
    return FORCE_COLOR === '0' || FORCE_COLOR === 'false' ? 'off' : 'on';
  if (TERM === 'dumb') return 'off';
  return terminal.isTTY[stream] ? 'on' : 'off';
}
