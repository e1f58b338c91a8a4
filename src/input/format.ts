import { isDeepStrictEqual } from 'node:util';
import { type Alias, type Document, isCollection, type ParsedNode, parseDocument, visit } from 'yaml';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { finding } from '../diagnostics/finding.ts';
import { hasErrors } from '../diagnostics/summary.ts';
import { collectFindings, type Report } from './findings.ts';
import { type Input, parseSource } from './parse.ts';
import { type Source, spanOfNode } from './source.ts';

/** A formatted file, or why it was left alone. */
export type Formatted =
  | { readonly kind: 'formatted'; readonly text: string }
  | { readonly kind: 'refused'; readonly diagnostics: readonly Diagnostic[] };

/** Flow collections that are longer than this are written as blocks, in characters. */
const LONGEST_FLOW = 96;

/** Formatting settles after two rounds; more mean that it never does. */
const ROUNDS = 5;

/**
 * Formats a YAML file: two blanks a level, lists indented below their key, no blanks inside brackets, one blank line at most, long
 * bracketed values as blocks. Comments, anchors, quotes and the order of keys stay as they are.
 * @param input the file
 * @returns the text, which means the same and does not change when it is formatted again; findings when it is not sound
 *   YAML, or so unusual that formatting would change what it says
 */
export function format(input: Input): Formatted {
  const findings = collectFindings();
  const source = parseSource(input, findings.report);
  const { contents, comments } = source;
  if (contents) reportLostAliases(source, contents, findings.report);
  if (!contents || hasErrors(findings.list)) return { kind: 'refused', diagnostics: findings.list };
  const text = settled(input.text);
  const after = text === undefined ? [] : parseSource({ ...input, text }, () => undefined).comments;
  if (text !== undefined && sameMeaning(input.text, text) && sameComments(comments, after))
    return { kind: 'formatted', text };
  const message = `formatting would change what ${input.name} says; it is left as it is`;
  const help = 'write keys without "?", and comments on lines of their own';
  const span = spanOfNode(source, contents);
  return { kind: 'refused', diagnostics: [finding('GW1022', { message, span, help })] };
}

/** Formats until nothing changes any more; undefined when that never comes. */
function settled(text: string): string | undefined {
  let current = text;
  for (let round = 0; round < ROUNDS; round++) {
    const next = once(current);
    if (next === current) return current;
    current = next;
  }
  return undefined;
}

/** An alias without an anchor cannot be written again. */
function reportLostAliases(source: Source, contents: ParsedNode, report: Report): void {
  visit(contents, {
    Alias: (_, alias) => {
      if (source.targets.has(alias as Alias.Parsed)) return;
      const message = `the alias *${alias.source} has no anchor before it`;
      const help = `write &${alias.source} at the value it stands for`;
      report(finding('GW1007', { message, span: spanOfNode(source, alias as Alias.Parsed), help }));
    },
  });
}

function once(text: string): string {
  const document = read(text);
  visit(document, {
    Collection: (_, node) => {
      if (!isCollection(node) || !node.flow) return undefined;
      const [start, end] = node.range ?? [0, 0];
      if (text.slice(start, end).replace(/\s+/g, ' ').length <= LONGEST_FLOW || node.items.length === 0)
        return visit.SKIP;
      node.flow = false;
      return undefined;
    },
  });
  return document.toString({ lineWidth: 0, flowCollectionPadding: false, indent: 2, indentSeq: true });
}

const read = (text: string): Document.Parsed =>
  parseDocument(text, { uniqueKeys: false, resolveKnownTags: false, logLevel: 'silent' });

function sameMeaning(before: string, after: string): boolean {
  const [one, other] = [before, after].map((text) => read(text).toJS({ mapAsMap: true, maxAliasCount: -1 }));
  return isDeepStrictEqual(one, other);
}

function sameComments(before: readonly { text: string }[], after: readonly { text: string }[]): boolean {
  const texts = (comments: readonly { text: string }[]): string[] =>
    comments.map(({ text }) => text.trimEnd()).sort();
  return isDeepStrictEqual(texts(before), texts(after));
}
