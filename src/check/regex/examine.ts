import { createRequire } from 'node:module';
import { toJavaScript } from './translate.ts';

/** How long a regex may take on a text made against it. */
export type Verdict = 'safe' | 'polynomial' | 'exponential' | 'unknown';

/** The part of the library that is used; its browser build is plain JavaScript and starts no process. */
interface Recheck {
  readonly checkSync: (
    source: string,
    flags: string,
    options: { readonly timeout: number; readonly attackTimeout: number; readonly incubationTimeout: number },
  ) => { readonly status: string; readonly complexity?: { readonly type: string } };
}

/** Milliseconds for one regex. */
const LIMITS = { timeout: 500, attackTimeout: 200, incubationTimeout: 100 } as const;

/** Different regexes that are examined; further ones are said to be unknown rather than hold a build up. */
const MOST = 200;

/** Milliseconds for all of them together. */
const BUDGET = 10_000;

let library: Recheck | undefined;

/** Loaded when the first regex needs it: 3 MB. */
function recheck(): Recheck {
  library ??= createRequire(import.meta.url)('recheck/lib/browser.js') as Recheck;
  return library;
}

/** A class, escape or character that never takes a slash, repeated up to a slash or the end: there is one way to match it. */
const SEPARATED = /(?:\[\^\/[^\]\\]*\]|\[(?:\\[dw]|[\w.~-])+\]|\\[dw])[+*](?=\)*(?:\/|\$))/g;

/**
 * Whether the form alone shows that matching is linear: anchored, no repeated group, at most one repetition that could give way to another.
 * @param source a regex
 */
function isPlainlyLinear(source: string): boolean {
  const rest = source
    .replace(SEPARATED, 'x')
    .replace(/\\[\s\S]/g, 'x')
    .replace(/\[\^?\]?[^\]]*\]/g, 'x');
  if (!source.startsWith('^') || /\)[*+{]/.test(rest) || /\|/.test(rest.replace(/\([^()]*\)/g, '')))
    return false;
  const repeated = rest.match(/[*+]|\{\d+,\d*\}/g)?.length ?? 0;
  const optional = rest.replace(/\(\?/g, '(').match(/\?/g)?.length ?? 0;
  return repeated <= 1 && optional <= 4;
}

/** Literal text at the start is passed once, so regexes that differ only there are as safe as each other. */
const withoutHead = (source: string): string =>
  source
    .replace(/^\^(?:[\w\-/~%,@=;:&!']|\\[.\-/])+(?![*+?{\w\-/~%,@=;:&!'\\])/, '^')
    .replace(/^\^(?![\s\S])/, '^$');

/** Examines regexes and remembers what it found. */
export type Examine = (source: string) => Verdict;

/**
 * Makes an examiner with a memory and a limit of its own.
 * @param most how many different regexes it examines
 */
export function createExaminer(most: number = MOST): Examine {
  const known = new Map<string, Verdict>();
  let spent = 0;
  return (source) => {
    if (isPlainlyLinear(source)) return 'safe';
    const key = withoutHead(source);
    const found = known.get(key);
    if (found !== undefined) return found;
    if (known.size >= most || spent >= BUDGET) return 'unknown';
    const started = performance.now();
    const verdict = ask(key);
    spent += performance.now() - started;
    known.set(key, verdict);
    return verdict;
  };
}

function ask(source: string): Verdict {
  const translation = toJavaScript(source);
  if (!translation) return 'unknown';
  const { complexity, status } = recheck().checkSync(translation.source, '', LIMITS);
  if (status === 'safe') return 'safe';
  if (status !== 'vulnerable' || translation.loosened) return 'unknown';
  return complexity?.type === 'exponential' ? 'exponential' : 'polynomial';
}
