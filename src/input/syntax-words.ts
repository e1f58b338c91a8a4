import type { YAMLError } from 'yaml';

/** A finding of the YAML parser in plain words. */
export interface Explanation {
  readonly message: string;
  readonly help?: string;
  /** True when the place is the end of something unclosed, and its beginning tells more. */
  readonly opening?: true;
}

/** By the parser's message; the first that matches. */
const BY_MESSAGE: readonly (readonly [RegExp, Explanation])[] = [
  [
    /^Missing closing/,
    { message: 'this quote is not closed', help: 'close it on the same line', opening: true },
  ],
  [
    /end with a [\]}]$/,
    { message: 'this bracket is not closed', help: 'close it, indented further than its key', opening: true },
  ],
  [
    /at node end$/,
    { message: 'a value ends here and more text follows', help: 'quote the value, or start a new line' },
  ],
  [
    /in YAML stream/,
    {
      message: 'this belongs to nothing above it',
      help: 'check its indentation and that of the lines above',
    },
  ],
  [/^Implicit map keys need/, { message: 'a ":" is missing behind this key', help: 'write key: value' }],
  [/^Implicit keys of flow|^Implicit keys need/, { message: 'a key and its ":" are not on one line' }],
  [
    /must start at the same column/,
    {
      message: 'this line is indented differently from those it belongs to',
      help: 'indent the entries of one list or mapping alike',
    },
  ],
  [
    /^Sequence item without/,
    { message: 'a "-" is missing', help: 'start every entry of the list with "- "' },
  ],
  [/^Missing , or :/, { message: 'a "," or ":" is missing' }],
  [/^Missing ,/, { message: 'a "," is missing before this entry' }],
  [/^Missing space after :/, { message: 'a space is missing behind the ":"' }],
  [/^Comments must be separated/, { message: 'a comment needs a space before its "#"' }],
  [/^Unexpected empty item/, { message: 'an entry is missing between two commas' }],
];

/** By the parser's code, where it has one code for one mistake. */
const BY_CODE: Partial<Record<YAMLError['code'], Explanation>> = {
  TAB_AS_INDENT: { message: 'a tab is used as indentation', help: 'indent with spaces' },
  BLOCK_AS_IMPLICIT_KEY: {
    message: 'a second ": " stands on one line, or the line is indented too far',
    help: 'quote a value that contains ": ", or move the line to the left',
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
 * Explains an error of syntax. Where there are no better words the parser's own are plain enough.
 * @param error an error or warning of a parsed document
 */
export function explain(error: YAMLError): Explanation {
  const [, explanation] = BY_MESSAGE.find(([pattern]) => pattern.test(error.message)) ?? [];
  return explanation ?? BY_CODE[error.code] ?? { message: error.message };
}
