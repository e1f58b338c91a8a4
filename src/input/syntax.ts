import { type Document, isCollection, isScalar, type Range, visit, type YAMLError } from 'yaml';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { finding } from '../diagnostics/finding.ts';
import { LIMITS } from './limits.ts';
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
  const errors = [...document.errors, ...document.warnings].filter((error, index) => {
    // A closing bracket as far left as its key: refused by the letter of YAML, read alike by everyone.
    if (error.code === 'BAD_INDENT' && error.name === 'YAMLWarning') return false;
    if (index > 0 && error.message.includes('in YAML stream')) return false;
    const { line } = places.lines.linePos(error.pos[0]);
    if (lines.has(line)) return false;
    lines.add(line);
    return true;
  });
  if (errors.length === 0) return [];
  const enclosures = enclosuresOf(document);
  return errors.slice(0, LIMITS.findings + 1).map((error) => describe(places, enclosures, error));
}

function describe(places: Places, enclosures: readonly Range[], error: YAMLError): Diagnostic {
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
  const enclosure = opening && enclosures.findLast(([from, to]) => from < start && to >= start);
  return finding('GW1001', {
    message,
    span: enclosure ? spanOf(places, enclosure[0], enclosure[0] + 1) : span,
    help: variableInFlow(places.text, start) ?? help,
  });
}

/** Quoted texts and bracketed collections in document order, to find where the one begins that is not closed. */
function enclosuresOf(document: Document.Parsed): readonly Range[] {
  const ranges: Range[] = [];
  visit(document, {
    Node: (_key, node) => {
      const encloses = isScalar(node) ? node.type?.startsWith('QUOTE') : isCollection(node) && node.flow;
      if (encloses && node.range) ranges.push(node.range);
    },
  });
  return ranges;
}

/** Braces of `${NAME}` inside `{ }` or `[ ]` are the commonest way to break a line that looks right. */
function variableInFlow(text: string, offset: number): string | undefined {
  const from = text.lastIndexOf('\n', offset - 1) + 1;
  const to = text.indexOf('\n', offset);
  const line = text.slice(from, to < 0 ? text.length : to).slice(0, 1_000);
  return /[[{,][^"']*\$\{/.test(line) ? 'inside { } and [ ] a value with ${…} needs quotes' : undefined;
}
