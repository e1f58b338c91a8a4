import { relative, resolve } from 'node:path';
import { apply } from '../deploy/apply.ts';
import { DeployFailure } from '../deploy/failure.ts';
import { CONFIRM_LIMIT } from '../deploy/rollout.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Bundle, BundleFile } from '../emit/bundle.ts';
import { compile } from './compile.ts';
import { describeSources, type Examined, examine, isSound, type Sound } from './examine.ts';
import { EXIT, exitFor } from './exit.ts';
import { outcomeOf } from './failures.ts';
import type { NginxOptions, RootOptions, SourceOptions } from './options.ts';
import { serverFor, targetFor, targetOf, wishFor } from './target.ts';
import { Interrupted, type Terminal } from './terminal.ts';
import { tryOut } from './trial.ts';

/** How a configuration is made live, again and again. */
export interface RoundOptions extends SourceOptions, NginxOptions, RootOptions {
  readonly keep: number;
  /** False: nothing is started or deployed. */
  readonly apply: boolean;
}

/** What one attempt has come to. */
export interface Attempt {
  readonly kind: 'live' | 'compiled' | 'invalid' | 'failed';
  readonly examined: Examined | undefined;
  readonly diagnostics: readonly Diagnostic[];
  /** What to say of it: `3 files, boot ok 41 ms, generation 0123456789abcdef live in 212 ms`. */
  readonly line: string;
  readonly generation?: string;
}

/** Makes a configuration live once. Never rejects but with an {@link Interrupted}. */
export type Attempts = () => Promise<Attempt>;

/**
 * Makes the attempts of one run of `watch`; each remembers what the one before has written.
 * @param options which configuration, and where to
 * @param terminal for everything else
 */
export function attempts(options: RoundOptions, terminal: Terminal): Attempts {
  let last: Bundle['files'] = new Map();
  return async () => {
    const began = performance.now();
    let examined: Examined | undefined;
    try {
      examined = await examine(options, terminal);
      const { diagnostics } = examined;
      const exit = exitFor(diagnostics, options.failSeverity);
      if (exit !== EXIT.done || !isSound(examined)) return bad(examined, diagnostics);
      const made = options.apply
        ? await goLive(examined, options, terminal)
        : await compileOnly(examined, options, terminal);
      if (made.kind !== 'made') return bad(examined, [...diagnostics, ...made.diagnostics]);
      const { bundle } = made;
      const changed = filesChanged(last, bundle.files);
      last = bundle.files;
      const took = Math.round(performance.now() - began);
      return {
        kind: options.apply ? 'live' : 'compiled',
        examined,
        diagnostics: [...diagnostics, ...made.diagnostics],
        generation: bundle.generation,
        line: `${count(changed, 'file')}, ${made.boot}generation ${bundle.generation} ${options.apply ? 'live' : 'compiled'} in ${took} ms`,
      };
    } catch (error) {
      return failed(error, examined);
    }
  };
}

type Made =
  | {
      readonly kind: 'made';
      readonly bundle: Bundle;
      readonly boot: string;
      readonly diagnostics: readonly Diagnostic[];
    }
  | { readonly kind: 'refused'; readonly diagnostics: readonly Diagnostic[] };

async function compileOnly(sound: Sound, options: RoundOptions, terminal: Terminal): Promise<Made> {
  const { flavor } = await targetFor(wishFor(options, sound, terminal));
  return { kind: 'made', bundle: compile(sound, flavor).bundle, boot: '', diagnostics: [] };
}

async function goLive(sound: Sound, options: RoundOptions, terminal: Terminal): Promise<Made> {
  const wish = wishFor(options, sound, terminal);
  const server = await serverFor(wish);
  const compiled = compile(sound, targetOf(wish, server).flavor);
  const trial = await tryOut({ sound, compiled, server, terminal: { ...terminal, talk: () => undefined } });
  if (trial.kind === 'failed') return { kind: 'refused', diagnostics: trial.diagnostics };
  const applied = await apply({
    root: resolve(terminal.cwd, options.root),
    bundle: compiled.bundle,
    locate: sound.loaded.locate,
    log: compiled.gateway.log,
    source: describeSources(options),
    server,
    start: 'if-needed',
    keep: options.keep,
    limit: CONFIRM_LIMIT,
    host: terminal.host,
    signal: terminal.interrupted,
    // One line an event; but whoever waits for another run should know.
    talk: (line, about) => {
      if (about === 'wait') terminal.talk(`${line}\n`);
    },
  });
  const boot = `boot ok ${Math.round(trial.milliseconds)} ms, `;
  return { kind: 'made', bundle: compiled.bundle, boot, diagnostics: applied.diagnostics };
}

function bad(examined: Examined, diagnostics: readonly Diagnostic[]): Attempt {
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  const line = errors > 0 ? count(errors, 'error') : 'not good enough';
  // A port that is taken or a file that is missing may be there at the next save, though the configuration is the same.
  const kind = exitFor(diagnostics, 'error') === EXIT.failed ? 'failed' : 'invalid';
  return { kind, examined, diagnostics, line };
}

function failed(error: unknown, examined: Examined | undefined): Attempt {
  if (error instanceof Interrupted) throw error;
  const known = examined?.diagnostics ?? [];
  if (error instanceof DeployFailure)
    return { kind: 'failed', examined, diagnostics: [...known, ...error.diagnostics], line: 'failed' };
  const { diagnostics, hint = '' } = outcomeOf(error, ['watch']);
  return { kind: 'failed', examined, diagnostics: [...known, ...diagnostics], line: `failed\n${hint}` };
}

function filesChanged(before: Bundle['files'], now: Bundle['files']): number {
  const same = (one: BundleFile | undefined, other: BundleFile): boolean =>
    one !== undefined && Buffer.from(one.content).equals(Buffer.from(other.content));
  const written = [...now].filter(([path, file]) => !same(before.get(path), file)).length;
  return written + [...before.keys()].filter((path) => !now.has(path)).length;
}

const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;

/**
 * Names what has changed, for the start of a line.
 * @param changed absolute names of files and patterns
 * @param options the files the user named, said when nothing has changed
 * @param cwd absolute
 */
export function describeChange(changed: readonly string[], options: SourceOptions, cwd: string): string {
  const [first, ...others] = changed.map((name) => {
    const short = relative(cwd, name);
    return short.startsWith('..') ? name : short;
  });
  if (first === undefined) return describeSources(options);
  return others.length === 0 ? first : `${first} and ${others.length} more`;
}
