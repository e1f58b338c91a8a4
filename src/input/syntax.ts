import { type Document, isCollection, isScalar, type Node, visit, type YAMLError } from 'yaml';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { finding } from '../diagnostics/finding.ts';
import { type Places, spanOf } from './source.ts';
import { explain } from './syntax-words.ts';

/**
 * Puts the parser's findings about one document into plain words, one a line: what follows on the same line, and text that
 * belongs to nothing after an error above, are echoes.
 * @param places the file
 * @param document as parsed
 * @returns the findings; the document can be read in spite of those about tags alone (GW1004)
 */
export function readSyntax(places: Places, document: Document.Parsed): readonly Diagnostic[] {
  const lines = new Set<number>();
  return [...document.errors, ...document.warnings].flatMap((error, index) => {
    // A closing bracket as far left as its key: refused by the letter of YAML, read alike by everyone.
    if (error.code === 'BAD_INDENT' && error.name === 'YAMLWarning') return [];
    if (index > 0 && error.message.includes('in YAML stream')) return [];
    const diagnostic = describe(places, document, error);
    const line = diagnostic.span?.start.line ?? 0;
    if (lines.has(line)) return [];
    lines.add(line);
    return [diagnostic];
  });
}

function describe(places: Places, document: Document.Parsed, error: YAMLError): Diagnostic {
  const [start, end] = error.pos;
  const span = spanOf(places, start, Math.max(end, start + 1));
  if (error.code === 'TAG_RESOLVE_FAILED' || error.code === 'BAD_COLLECTION_TYPE') {
    return finding('GW1004', {
      message: error.message.replace(/^Unresolved tag: (.*)$/, 'the tag $1 means nothing here'),
      span,
      help: 'remove the tag; other files are named under include, secrets are written as ${file:…}',
    });
  }
  if (error.code === 'RESOURCE_EXHAUSTION') {
    return finding('GW1008', { message: 'values are nested too deeply', span });
  }
  const { message, help, opening } = explain(error);
  const opened = opening ? openingOf(document, start) : undefined;
  return finding('GW1001', {
    message,
    span: opened === undefined ? span : spanOf(places, opened, opened + 1),
    help: variableInFlow(places.text, start) ?? help,
  });
}

/** Where the quote or bracket stands that should have been closed at the given offset. */
function openingOf(document: Document.Parsed, end: number): number | undefined {
  let opening: number | undefined;
  const check = (node: Node): void => {
    const range = node.range;
    if (range && range[0] < end && range[1] >= end) opening = range[0];
  };
  visit(document, {
    Node: (_key, node) => {
      if (isScalar(node) ? node.type?.startsWith('QUOTE') : isCollection(node) && node.flow) check(node);
    },
  });
  return opening;
}

/** Braces of `${NAME}` inside `{ }` or `[ ]` are the commonest way to break a line that looks right. */
function variableInFlow(text: string, offset: number): string | undefined {
  const from = text.lastIndexOf('\n', offset - 1) + 1;
  const to = text.indexOf('\n', offset);
  const line = text.slice(from, to < 0 ? text.length : to).slice(0, 1_000);
  return /[[{,][^"']*\$\{/.test(line) ? 'inside { } and [ ] a value with ${…} needs quotes' : undefined;
}
