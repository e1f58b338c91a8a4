/** A PCRE written as JavaScript, for the analysis only; the gateway runs the original. */
export interface Translation {
  readonly source: string;
  /** Whether something was lost that keeps a regex from backtracking, so that a bad verdict would mean nothing. */
  readonly loosened: boolean;
}

const POSIX: Readonly<Record<string, string>> = {
  alpha: 'a-zA-Z',
  digit: '0-9',
  alnum: 'a-zA-Z0-9',
  upper: 'A-Z',
  lower: 'a-z',
  space: '\\s',
  word: '\\w',
  xdigit: '0-9a-fA-F',
};

/** Pieces of a PCRE that JavaScript writes differently; classes and escapes are taken whole, so that nothing inside them is changed. */
const PIECES =
  /\\Q[\s\S]*?(?:\\E|$)|\\[\s\S]|\[\^?\]?(?:\\[\s\S]|\[:\^?\w+:\]|[^\]\\])*\]|\(\?P<|\(\?P=\w+\)|\(\?>|\(\?#[^)]*\)|(?<=[*+?}])\+/g;

/**
 * Writes a PCRE as a JavaScript regex.
 * @param pcre a regex whose structure is sound
 * @returns undefined when JavaScript has no such thing
 */
export function toJavaScript(pcre: string): Translation | undefined {
  let loosened = false;
  const source = pcre.replace(PIECES, (piece) => {
    if (piece.startsWith('\\Q'))
      return piece
        .slice(2)
        .replace(/\\E$/, '')
        .replace(/[\\^$.|?*+()[\]{}]/g, '\\$&');
    if (piece === '\\A') return '^';
    if (piece === '\\z' || piece === '\\Z') return '$';
    if (piece === '\\h') return '[ \\t]';
    if (piece.startsWith('['))
      return piece.replace(/\[:(\w+):\]/g, (whole, name: string) => POSIX[name] ?? whole);
    if (piece === '(?P<') return '(?<';
    if (piece.startsWith('(?P=')) return `\\k<${piece.slice(4, -1)}>`;
    if (piece.startsWith('(?#')) return '';
    if (piece !== '(?>' && piece !== '+') return piece;
    loosened = true;
    return piece === '+' ? '' : '(?:';
  });
  const bare = source.replace(/^(\^?(?:\(\?:)?)\(\?[ims]+\)/, '$1');
  try {
    new RegExp(bare);
    return { source: bare, loosened };
  } catch {
    return undefined;
  }
}
