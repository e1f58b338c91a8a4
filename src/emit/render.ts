/** Prints view models through the templates; handlebars has one helper, and it throws on anything but a token. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Handlebars from 'handlebars';
import type { NodePath } from '../model/path.ts';
import { Token } from './token.ts';

/** Where the templates are: beside `src` and `dist`. */
export const TEMPLATES = fileURLToPath(new URL('../../templates/', import.meta.url));

/** What handlebars may do; the template walk test uses the same. */
export const OPTIONS = {
  strict: true,
  noEscape: true,
  knownHelpersOnly: true,
  knownHelpers: { tok: true },
} as const;

/** Lines of the printed text (from 1) and the place in the document each came from. */
export type LineOrigins = ReadonlyMap<number, NodePath>;

/** Printed text without marks, and where its lines came from. */
export interface Rendered {
  readonly text: string;
  readonly origins: LineOrigins;
}

// Control characters never pass a token's maker, so they can mark origins in the printed text.
const OPEN = '\u0001';
const CLOSE = '\u0002';

let compiled: HandlebarsTemplateDelegate | undefined;

/** Reading and compiling the templates takes longer than printing through them. */
function nginxConf(): HandlebarsTemplateDelegate {
  if (compiled) return compiled;
  const handlebars = Handlebars.create();
  handlebars.registerHelper('tok', (value: unknown, { data }: Handlebars.HelperOptions) => {
    if (!(value instanceof Token))
      throw new Error(`a template printed something that is no token: ${String(value)}`);
    if (value.at === undefined) return value.text;
    const { marks } = data as { readonly marks: NodePath[] };
    marks.push(value.at);
    return `${value.text}${OPEN}${marks.length - 1}${CLOSE}`;
  });
  for (const file of readdirSync(TEMPLATES)) {
    if (!file.endsWith('.hbs') || file === 'nginx.conf.hbs') continue;
    handlebars.registerPartial(basename(file, '.hbs'), readFileSync(join(TEMPLATES, file), 'utf8'));
  }
  compiled = handlebars.compile(readFileSync(join(TEMPLATES, 'nginx.conf.hbs'), 'utf8'), OPTIONS);
  return compiled;
}

function unmark(marked: string, marks: readonly NodePath[]): Rendered {
  const origins = new Map<number, NodePath>();
  const lines = marked
    .replace(/\n{3,}/g, '\n\n')
    .split('\n')
    .map((line, index) => {
      const parts = line.split(OPEN);
      for (const part of parts.slice(1)) {
        const mark = marks[Number(part.slice(0, part.indexOf(CLOSE)))] as NodePath;
        if (!origins.has(index + 1)) origins.set(index + 1, mark);
      }
      return parts.map((part, i) => (i === 0 ? part : part.slice(part.indexOf(CLOSE) + 1))).join('');
    });
  return { text: lines.join('\n'), origins };
}

/**
 * Prints nginx.conf.
 * @param view the view model; everything printed is a {@link Token}
 * @returns the text and the origins of its lines
 * @throws when a template prints anything but a token, which is our bug
 */
export function renderNginxConf(view: object): Rendered {
  const marks: NodePath[] = [];
  return unmark(nginxConf()(view, { data: { marks } }), marks);
}
