import type { Code } from '../diagnostics/codes.ts';
import type { Diagnostic, Span } from '../diagnostics/diagnostic.ts';
import { finding } from '../diagnostics/finding.ts';
import type { Locate } from '../diagnostics/locate.ts';
import type { Bundle } from '../emit/bundle.ts';
import type { SourceMap } from '../emit/source-map.ts';
import { fromPointer } from '../model/path.ts';
import { escapeRegex } from '../model/segment.ts';
import { BIND, CONF_LINE, pointerInConf } from './conf-place.ts';

/** What leads from a server's message to the user's file. */
export interface MessageContext {
  /** Text of `conf/nginx.conf`. */
  readonly conf: string;
  readonly map: SourceMap;
  readonly locate: Locate;
  /** Directories that mean nothing to the user; their names are taken out of the messages. */
  readonly directories: readonly string[];
}

/**
 * What takes the messages of a server that runs a bundle back to the user's file.
 * @param bundle what it runs
 * @param locate finds nodes in the user's file
 * @param directories where it runs
 */
export function contextOf(bundle: Bundle, locate: Locate, directories: readonly string[]): MessageContext {
  const conf = String(bundle.files.get('conf/nginx.conf')?.content ?? '');
  return { conf, map: bundle.sourceMap, locate, directories };
}

interface ServerMessage {
  readonly level: string;
  readonly text: string;
}

const LINE =
  /^(?:nginx: |\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d )?\[(emerg|alert|crit|error)\] (?:\d+#\d+: )?(?:\*\d+ )?(.+)$/;
const AT = /\s*\[at ((?:\/[^\s\]]*)*)\]/;

/** A Lua error begins with the chunk of nginx.conf it came through, which says nothing. */
const LUA_CHUNK = /^(init(?:_worker)?_by_lua error: )init(?:_worker)?_by_lua\([^)]*\):\d+: /;

/** Ordered: the first that fits names the kind of a message. */
const KINDS: readonly { readonly pattern: RegExp; readonly code: Code; readonly help: string }[] = [
  {
    pattern: BIND,
    code: 'GW9011',
    help: 'stop what listens there (ss -ltnp shows it), or choose another address',
  },
  {
    pattern: /init_worker_by_lua/,
    code: 'GW9013',
    help: 'correct the place this names; without one, report it',
  },
  { pattern: /init_by_lua/, code: 'GW9012', help: 'correct the place this names; without one, report it' },
  {
    pattern: /certificate|SSL_CTX|BIO_new_file|PEM_|\(2: No such file|\(13: Permission denied/,
    code: 'GW9016',
    help: 'check that the file is there, readable and of the right kind',
  },
];

/**
 * Tells whether a line of a log means that nginx did not, or will not, take its configuration.
 * @param line one line of stderr or of an error log
 */
export function isFatal(line: string): boolean {
  const message = parseLine(line);
  if (message === undefined) return false;
  // nginx tries to bind five times before it gives up with "still could not bind()".
  return (
    (message.level === 'emerg' && !message.text.startsWith('bind()')) ||
    /init(?:_worker)?_by_lua/.test(message.text)
  );
}

/**
 * Takes a server's own messages back to the user's file.
 * @param lines of stderr and of error logs
 * @param context the configuration they are about
 * @returns one finding a message that matters, in order, without repetitions; others are left out
 */
export function explain(lines: readonly string[], context: MessageContext): Diagnostic[] {
  const seen = new Map<string, Diagnostic>();
  for (const line of joined(lines)) {
    const message = parseLine(line);
    if (message === undefined || (message.level === 'error' && !/init(?:_worker)?_by_lua/.test(message.text)))
      continue;
    if (message.text.startsWith('still could not bind')) continue; // the attempts before it name the address
    const found = explainText(message.text, context);
    seen.set(`${found.code} ${found.message}`, found);
  }
  return [...seen.values()];
}

/**
 * The place a JSON pointer of the source map names.
 * @param pointer for example `/routes/3/path`
 * @param context the configuration
 * @returns undefined when nothing near it is in a file
 */
export function placeOf(pointer: string, context: Pick<MessageContext, 'locate' | 'map'>): Span | undefined {
  const span = context.locate(fromPointer(pointer));
  if (span !== undefined) return span;
  const at = context.map.at[pointer];
  if (at === undefined) return undefined;
  const [file, line, column] = at;
  return { file, start: { line, column, offset: 0 }, end: { line, column, offset: 0 } };
}

/** A Lua message that ends with a colon says what it means on its next line. */
function joined(lines: readonly string[]): string[] {
  return lines.map((line, i) => {
    const next = lines[i + 1];
    return line.endsWith(':') && next !== undefined && parseLine(next) === undefined
      ? `${line} ${next.trim()}`
      : line;
  });
}

function parseLine(line: string): ServerMessage | undefined {
  const [, level, text] = LINE.exec(line) ?? [];
  return level === undefined || text === undefined ? undefined : { level, text };
}

function explainText(raw: string, context: MessageContext): Diagnostic {
  const pointer = AT.exec(raw)?.[1] ?? pointerInConf(raw, context);
  const span = pointer === undefined ? undefined : placeOf(pointer, context);
  const kind = KINDS.find(({ pattern }) => pattern.test(raw));
  const said = raw.replace(AT, '').replace(LUA_CHUNK, '$1');
  const text = span === undefined ? said : said.replace(CONF_LINE, '');
  return finding(kind?.code ?? 'GW9010', {
    message: `nginx: ${withoutDirectories(text, context.directories)}`,
    span,
    help:
      kind?.help ??
      'nginx rejects what this was compiled to: change it, and please report that check let it pass',
  });
}

/** Lua shortens long names from the left: `...1-AbC/lua/gatewayc/x.lua`. */
const SHORTENED = /\.\.\.[^\s'":]*?\/+(?=(?:lua|conf|data)\/)/g;

function withoutDirectories(text: string, directories: readonly string[]): string {
  const longestFirst = directories.toSorted((a, b) => b.length - a.length);
  // Prefixes end with a slash, and what is put behind them may begin with one.
  const without = (rest: string, directory: string): string =>
    rest.split(new RegExp(`${escapeRegex(directory)}/*`)).join('');
  return longestFirst.reduce(without, text).replace(SHORTENED, '');
}
