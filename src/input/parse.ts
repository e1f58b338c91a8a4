import { Composer, CST, type Document, isScalar, Lexer, LineCounter, Parser } from 'yaml';
import { finding } from '../diagnostics/finding.ts';
import { linkAliases } from './aliases.ts';
import { reportControlCharacters } from './characters.ts';
import type { Report } from './findings.ts';
import { LIMITS } from './limits.ts';
import { type Comment, type Places, type Source, spanOf } from './source.ts';
import { readSyntax } from './syntax.ts';

/** A text to parse and the names it goes by. */
export interface Input {
  readonly name: string;
  readonly directory: string;
  readonly text: string;
}

/**
 * Parses one file as YAML 1.2 and reports every error of syntax in it.
 * @param input the text
 * @param report takes the findings; when it was called with an error, the source has no contents
 */
export function parseSource(input: Input, report: Report): Source {
  const lines = new LineCounter();
  const places: Places = { name: input.name, text: input.text, lines };
  const { tokens, comments, tooDeep } = tokenize(input.text, lines);
  const empty: Source = {
    ...places,
    directory: input.directory,
    contents: undefined,
    targets: new Map(),
    comments,
    resolvePlain: (text) => text,
  };
  if (tooDeep !== undefined) {
    report(
      finding('GW1008', {
        message: `values are nested more than ${LIMITS.depth} deep`,
        span: spanOf(places, tooDeep, tooDeep + 1),
        help: 'no key of the language needs this; look for a generator that wraps its own output',
      }),
    );
    return empty;
  }
  // Duplicate keys are found while reading the values: the parser's own search takes quadratic time.
  const composer = new Composer({ uniqueKeys: false, resolveKnownTags: false, logLevel: 'silent' });
  const document = composer.compose(tokens, true, input.text.length).next().value as Document.Parsed;
  const sound = [reportSeveral(tokens, places, report), reportSyntax(document, places, report)].every(
    Boolean,
  );
  reportControlCharacters(places, report);
  const { contents } = document;
  if (sound && !contents) reportEmpty(places, report);
  if (!sound || !contents) return empty;
  return { ...empty, contents, targets: linkAliases(contents), resolvePlain: plainResolver(document) };
}

/** Drives the parser one lexeme at a time, so that comments are seen in passing and deep nesting stops before recursion meets it. */
function tokenize(text: string, lines: LineCounter) {
  const parser = new Parser(lines.addNewLine);
  const tokens: CST.Token[] = [];
  const comments: Comment[] = [];
  lines.addNewLine(0);
  let previous = '';
  for (const lexeme of new Lexer().lex(text)) {
    if (lexeme.startsWith('#') && previous !== CST.SCALAR)
      comments.push({ text: lexeme, offset: parser.offset });
    previous = lexeme;
    for (const token of parser.next(lexeme)) tokens.push(token);
    // The stack holds the document and the node being read besides the collections.
    if (parser.stack.length > LIMITS.depth + 2) return { tokens, comments, tooDeep: parser.offset };
  }
  for (const token of parser.end()) tokens.push(token);
  return { tokens, comments, tooDeep: undefined };
}

function reportSeveral(tokens: readonly CST.Token[], places: Places, report: Report): boolean {
  const [, second] = tokens.filter((token) => token.type === 'document');
  if (!second) return true;
  report(
    finding('GW1003', {
      message: 'a second YAML document starts here',
      span: spanOf(places, second.offset, second.offset + 3),
      help: 'put it into a file of its own and name that under include',
    }),
  );
  return false;
}

function reportSyntax(document: Document.Parsed, places: Places, report: Report): boolean {
  const findings = readSyntax(places, document);
  findings.forEach(report);
  const { explicit, version } = document.directives.yaml;
  const old = explicit === true && version !== '1.2';
  if (old) {
    report(
      finding('GW1001', {
        message: `the file asks for YAML ${version}, where yes and 0777 have other meanings`,
        span: spanOf(places, 0, 5),
        help: 'remove the %YAML line: files are read as YAML 1.2',
      }),
    );
  }
  return !old && document.errors.length === 0 && findings.every(({ code }) => code === 'GW1004');
}

function reportEmpty(places: Places, report: Report): void {
  report(
    finding('GW1018', {
      message: `${places.name} is empty`,
      span: spanOf(places, 0, 0),
      help: 'start it with keys such as version: 1 and routes:',
    }),
  );
}

function plainResolver(document: Document.Parsed): (text: string) => unknown {
  return (text) => {
    for (const tag of document.schema.tags) {
      if (tag.default !== true || tag.collection || !tag.test?.test(text)) continue;
      const value = tag.resolve(text, () => undefined, { intAsBigInt: false });
      return isScalar(value) ? value.value : value;
    }
    return text;
  };
}
