import type { YAMLError } from 'yaml';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { finding } from '../diagnostics/finding.ts';
import { type Places, spanOf } from './source.ts';

interface Explanation {
  readonly message: string;
  readonly help?: string;
}

/** Plain words for the parser's error codes; where there are none its own message is already plain. */
const EXPLANATIONS: Partial<Record<YAMLError['code'], Explanation>> = {
  TAB_AS_INDENT: { message: 'a tab is used as indentation', help: 'indent with spaces' },
  BLOCK_AS_IMPLICIT_KEY: {
    message: 'a second ": " stands on one line, or the line is indented too far',
    help: 'quote a value that contains ": ", or move the line to the left',
  },
  MULTILINE_IMPLICIT_KEY: {
    message: 'a key and its ":" are not on one line',
    help: 'a ":" may be missing behind a key above',
  },
  BAD_DQ_ESCAPE: {
    message: 'this escape does not exist in double quotes',
    help: 'write \\\\ for a backslash, or use single quotes',
  },
  BAD_SCALAR_START: {
    message: 'a value without quotes cannot start with this character',
    help: 'quote the value',
  },
  KEY_OVER_1024_CHARS: { message: 'a key is longer than 1024 characters' },
  BAD_PROP_ORDER: { message: 'an anchor or tag stands before the "-", "?" or ":"', help: 'write it behind' },
  BLOCK_IN_FLOW: {
    message: 'indented lines cannot stand inside [ ] or { }',
    help: 'write the inner part with [ ] or { } as well',
  },
};

/**
 * Puts a finding of the YAML parser into plain words.
 * @param source the file
 * @param error an error or warning of the parsed document
 * @returns the finding; undefined for the one warning about style that changes no value
 */
export function explainSyntax(source: Places, error: YAMLError): Diagnostic | undefined {
  const [start, end] = error.pos;
  const span = spanOf(source, start, Math.max(end, start + 1));
  if (error.code === 'BAD_INDENT' && error.name === 'YAMLWarning') return undefined;
  if (error.code === 'TAG_RESOLVE_FAILED' || error.code === 'BAD_COLLECTION_TYPE') {
    return finding('GW1004', {
      message: lowerFirst(error.message),
      span,
      help: 'remove the tag; other files are named under include, secrets are written as ${file:…}',
    });
  }
  if (error.code === 'RESOURCE_EXHAUSTION') {
    return finding('GW1008', { message: 'values are nested too deeply', span });
  }
  const explanation = EXPLANATIONS[error.code];
  const help = variableInFlow(source.text, start) ?? explanation?.help;
  return finding('GW1001', { message: explanation?.message ?? lowerFirst(error.message), span, help });
}

/** Braces of `${NAME}` inside `{ }` or `[ ]` are the commonest way to break a line that looks right. */
function variableInFlow(text: string, offset: number): string | undefined {
  const from = text.lastIndexOf('\n', offset - 1) + 1;
  const to = text.indexOf('\n', offset);
  const line = text.slice(from, to < 0 ? text.length : to);
  return /[[{,].*[^"'$]\$\{/.test(line) ? 'inside { } and [ ] a value with ${…} needs quotes' : undefined;
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
