/** What a glance at a PCRE tells: its groups, or why no PCRE engine will take it. */
export type RegexShape =
  | { readonly kind: 'regex'; readonly groups: number; readonly names: readonly string[] }
  | { readonly kind: 'problem'; readonly problem: string };

/** What follows `(?`, longest first; the group says which. */
const GROUP =
  /^(?:P?<(?<name>[A-Za-z_]\w*)>|'(?<quoted>[A-Za-z_]\w*)'|(?<comment>#[^)]*\))|(?<call>(?:R|[+-]?\d+|&\w+|P[=>]\w+|C\d*)\))|(?<flags>\^?[a-zA-Z]*(?:-[a-zA-Z]+)?)(?<flagsEnd>[:)])|(?<plain><?[=!]|[:>|])|(?<condition>\())/;

const QUANTIFIER = /^(?:[*+?]|\{(?<low>\d+)(?<comma>,(?<high>\d*))?\})/;
const MAX_REPEAT = 65_535;

const problem = (text: string): RegexShape => ({ kind: 'problem', problem: text });

/** Index after a character class that starts at `from`, or a problem. */
function skipClass(source: string, from: number): number | RegexShape {
  let i = from + 1;
  if (source[i] === '^') i += 1;
  const first = i;
  let low: string | undefined;
  for (; i < source.length; i++) {
    const char = source[i] as string;
    if (char === ']' && i > first) return i + 1;
    const posix = /^\[([:.=])[^\]]*?\1\]/.exec(source.slice(i));
    if (posix) {
      i += posix[0].length - 1;
      low = undefined;
    } else if (char === '\\') {
      i += 1;
      low = undefined;
    } else if (
      char === '-' &&
      low !== undefined &&
      i + 1 < source.length &&
      !/[\]\\[]/.test(source[i + 1] as string)
    ) {
      const high = source[i + 1] as string;
      if (low > high) return problem(`the range "${low}-${high}" is upside down`);
      i += 1;
      low = undefined;
    } else low = char;
  }
  return problem('a "[" is never closed');
}

/** The extent of `\Q…\E`, or of one escaped character. */
function skipEscape(source: string, from: number): number {
  if (source[from + 1] !== 'Q') return from + 2;
  const end = source.indexOf('\\E', from + 2);
  return end === -1 ? source.length : end + 2;
}

function repeatProblem(groups: Record<string, string | undefined>): string | undefined {
  const low = Number(groups.low ?? 0);
  const high = groups.high === undefined || groups.high === '' ? low : Number(groups.high);
  if (Math.max(low, high) > MAX_REPEAT) return `a repetition counts at most to ${MAX_REPEAT}`;
  return high < low ? `the repetition {${low},${high}} is upside down` : undefined;
}

/**
 * Looks at the structure of a PCRE: brackets, groups, repetitions, references. It accepts what it does not know, so that no
 * regex nginx would take is refused; it refuses only what no engine takes.
 * @param source the regex, without delimiters
 * @returns its capture groups, or the first problem
 */
export function scanRegex(source: string): RegexShape {
  const names: string[] = [];
  let groups = 0;
  let depth = 0;
  let highest = 0;
  let repeatable = false;
  let spaced = false;
  let i = 0;
  while (i < source.length) {
    const char = source[i] as string;
    const quantifier = QUANTIFIER.exec(source.slice(i, i + 16));
    if (char === '\\') {
      if (i + 1 === source.length) return problem('it ends in a single backslash');
      if (/[1-9]/.test(source[i + 1] as string) && !/\d/.test(source[i + 2] ?? ''))
        highest = Math.max(highest, Number(source[i + 1]));
      i = skipEscape(source, i);
      repeatable = true;
    } else if (char === '[') {
      const end = skipClass(source, i);
      if (typeof end !== 'number') return end;
      i = end;
      repeatable = true;
    } else if (char === '(') {
      const verb = /^\(\*[A-Za-z0-9_:=,]*\)/.exec(source.slice(i));
      if (verb) {
        i += verb[0].length;
        continue;
      }
      repeatable = false;
      if (source[i + 1] !== '?') {
        depth += 1;
        groups += 1;
        i += 1;
        continue;
      }
      const group = GROUP.exec(source.slice(i + 2));
      if (!group) return problem(`"${source.slice(i, i + 4)}" starts no group there is`);
      const { name, quoted, comment, call, flags, flagsEnd, condition } = group.groups as Record<
        string,
        string | undefined
      >;
      if (flags?.split('-')[0]?.includes('x')) spaced = true;
      const label = name ?? quoted;
      if (label !== undefined) {
        if (names.includes(label)) return problem(`two groups are called "${label}"`);
        names.push(label);
        groups += 1;
      }
      if (comment === undefined && call === undefined && flagsEnd !== ')') depth += 1;
      repeatable = call !== undefined;
      i += 2 + group[0].length - (condition === undefined ? 0 : 1);
    } else if (char === ')') {
      if (depth === 0) return problem('a ")" closes nothing');
      depth -= 1;
      i += 1;
      repeatable = true;
    } else if (quantifier) {
      if (!repeatable) return problem(`"${quantifier[0]}" repeats nothing`);
      const wrong = repeatProblem(quantifier.groups ?? {});
      if (wrong !== undefined) return problem(wrong);
      i += quantifier[0].length;
      repeatable = char === '{';
      if (source[i] === '?' || source[i] === '+') {
        i += 1;
        repeatable = false;
      }
    } else if (spaced && char === '#') {
      const end = source.indexOf('\n', i);
      i = end === -1 ? source.length : end + 1;
    } else {
      repeatable = char !== '|';
      i += 1;
    }
  }
  if (depth > 0) return problem('a "(" is never closed');
  if (highest > groups) return problem(`"\\${highest}" refers to a group that does not exist`);
  return { kind: 'regex', groups, names };
}
