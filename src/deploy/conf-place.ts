import type { SourceMap } from '../emit/source-map.ts';

/** What leads from a message to the line of nginx.conf it is about. */
interface MappedConf {
  /** Text of `conf/nginx.conf`. */
  readonly conf: string;
  readonly map: SourceMap;
}

/** How nginx names a line of the configuration at the end of a message. */
export const CONF_LINE = /,? in (?:\S*\/)?conf\/nginx\.conf:(\d+)$/;

/** How a message about an address begins; both groups are addresses. */
export const BIND = /^(?:still could not bind|bind\(\) to (\S+) failed|listen\(\) to (\S+),? )/;

/**
 * The line of nginx.conf a message is about: by the number it gives, by the address or by the words it quotes.
 * @param text the message
 * @param context the configuration
 * @returns the JSON pointer the line was compiled from; undefined when it was compiled from nothing in particular
 */
export function pointerInConf(text: string, context: MappedConf): string | undefined {
  const lines = context.conf.split('\n');
  const number = CONF_LINE.exec(text)?.[1];
  if (number !== undefined) return pointerOfLine(Number(number), lines, context.map);
  const first = (fits: (line: string) => boolean): string | undefined => {
    const index = lines.findIndex(fits);
    return index < 0 ? undefined : pointerOfLine(index + 1, lines, context.map);
  };
  const bind = BIND.exec(text);
  const address = bind?.[1] ?? bind?.[2];
  if (address !== undefined) return first((line) => listensOn(line, address));
  const quoted = [...text.matchAll(/"([^"]{3,})"/g)].map(([, words]) => words as string);
  return quoted
    .map((words) => first((line) => line.includes(words)))
    .find((pointer) => pointer !== undefined);
}

/** Blocks below `http` are about one thing each; `http` itself, with this indentation inside, is not. */
const SHALLOW = 4;

/** The pointer of a line, else of the lines above it in its block, else of the line that opens the block. */
function pointerOfLine(number: number, lines: readonly string[], map: SourceMap): string | undefined {
  const mapped = new Map(map.conf);
  const indentOf = (line: number): number => (lines[line - 1] ?? '').search(/\S/);
  const own = indentOf(number);
  for (let line = number; line > 0; line--) {
    const indent = indentOf(line);
    const pointer = mapped.get(line);
    if (
      line === number
        ? pointer !== undefined
        : pointer !== undefined && own >= SHALLOW && (indent === own || isOpener(indent, own))
    )
      return pointer;
    if (line !== number && isOpener(indent, own)) return undefined;
  }
  return undefined;
}

/** Whether a line with this indentation opens the block of lines with that one. */
const isOpener = (indent: number, inside: number): boolean => indent >= 0 && indent < inside;

/** Whether a line of nginx.conf listens on an address as nginx writes it in messages. */
function listensOn(line: string, address: string): boolean {
  const listen = /^\s*listen\s+"?([^"\s;]+)/.exec(line)?.[1];
  if (listen === undefined) return false;
  if (listen === address) return true;
  const [port, host] = [
    address.slice(address.lastIndexOf(':') + 1),
    address.slice(0, address.lastIndexOf(':')),
  ];
  return (
    listen === port ||
    listen === `*:${port}` ||
    (listen.endsWith(`:${port}`) && (host === '0.0.0.0' || host === '[::]'))
  );
}
