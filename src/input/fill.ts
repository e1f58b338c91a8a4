import { Scalar } from 'yaml';
import { finding } from '../diagnostics/finding.ts';
import { toTemplateForm } from '../model/literal.ts';
import type { Report } from './findings.ts';
import { readSecret } from './secret-file.ts';
import { type Source, spanInScalar } from './source.ts';
import { suggestName } from './suggest-name.ts';
import { type EnvironmentPiece, type Piece, scanVariables } from './variables.ts';

/** What values are filled in from. */
export interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly report: Report;
  /** Told the absolute name of every file a value is read from. */
  readonly dependOn: (absolute: string) => void;
}

/** A value after filling in; not settled means that it was reported and `value` is what the user wrote. */
export interface Filled {
  readonly value: unknown;
  readonly settled: boolean;
}

/**
 * Fills in the environment and the files of one text. The result is in template form (`src/model/literal.ts`): run-time variables
 * stay, and a `${` that came from the environment or a file cannot be mistaken for one. A scalar without quotes that is one
 * environment variable and nothing else is read again as a scalar, so that `port: ${PORT}` is a number; numbers that would
 * not come back as written (`0123`, twenty digits) stay texts, and so does an empty value.
 * @param source the file the scalar stands in
 * @param node a scalar whose value is a text
 * @param surroundings what to fill in from
 */
export function fill(source: Source, node: Scalar.Parsed, surroundings: Surroundings): Filled {
  const text = node.value as string;
  const pieces = scanVariables(text);
  let settled = true;
  let filled = '';
  let literal = '';
  for (const piece of pieces) {
    if (piece.kind === 'runtime') {
      if (literal.endsWith('$')) {
        reportDollar(source, node, { piece, report: surroundings.report });
        settled = false;
      }
      filled += toTemplateForm(literal) + piece.source;
      literal = '';
      continue;
    }
    const replacement = piece.kind === 'text' ? piece.text : replace(source, node, { piece, surroundings });
    if (replacement === undefined) settled = false;
    else literal += replacement;
  }
  if (!settled) return { value: text, settled };
  const [only] = pieces;
  const whole = pieces.length === 1 && only?.kind === 'environment' && node.type === Scalar.PLAIN;
  return { value: whole ? reread(source, literal) : filled + toTemplateForm(literal), settled };
}

type Replaced = Exclude<Piece, { kind: 'text' | 'runtime' }>;

function replace(
  source: Source,
  node: Scalar.Parsed,
  { piece, surroundings }: { readonly piece: Replaced; readonly surroundings: Surroundings },
): string | undefined {
  const span = spanInScalar(source, node, piece.source);
  switch (piece.kind) {
    case 'malformed':
      surroundings.report(
        finding('GW1016', { message: `${shorten(piece.source)} is not a variable`, span, help: piece.help }),
      );
      return undefined;
    case 'file': {
      const secret = readSecret(source.directory, piece.path);
      surroundings.dependOn(secret.absolute);
      if (secret.problem === undefined) return secret.text;
      surroundings.report(
        finding('GW1013', { message: `the file ${piece.path} ${secret.problem}`, span, help: secret.help }),
      );
      return undefined;
    }
    case 'environment': {
      const value = lookUp(piece, surroundings.environment);
      if (value !== undefined) return value;
      surroundings.report(
        piece.demand === undefined
          ? finding('GW1010', {
              message: `the environment variable ${piece.name} is not set`,
              span,
              help: suggestion(piece.name, surroundings.environment),
            })
          : finding('GW1011', {
              message: `the environment variable ${piece.name} is required: ${piece.demand || 'it is not set'}`,
              span,
              help: `set ${piece.name}`,
            }),
      );
      return undefined;
    }
  }
}

function lookUp(piece: EnvironmentPiece, environment: Surroundings['environment']): string | undefined {
  const value = Object.hasOwn(environment, piece.name) ? environment[piece.name] : undefined;
  if (piece.fallback !== undefined) return value || piece.fallback;
  if (piece.demand !== undefined) return value || undefined;
  return value;
}

function suggestion(name: string, environment: Surroundings['environment']): string {
  const near = suggestName(name, Object.keys(environment));
  return near === undefined
    ? `set ${name}, or write a default: \${${name}:-default}`
    : `did you mean \${${near}}? otherwise set ${name}, or write a default: \${${name}:-default}`;
}

function reread(source: Source, text: string): unknown {
  if (text === '') return '';
  const value = source.resolvePlain(text);
  if (typeof value === 'string') return toTemplateForm(text);
  return typeof value !== 'number' || (Number.isFinite(value) && String(value) === text) ? value : text;
}

function reportDollar(
  source: Source,
  node: Scalar.Parsed,
  { piece, report }: { readonly piece: { readonly source: string }; readonly report: Report },
): void {
  report(
    finding('GW1016', {
      message: `a "$" from a variable stands directly before ${piece.source} and would hide it`,
      span: spanInScalar(source, node, piece.source),
      help: 'put another character between the two',
    }),
  );
}

const shorten = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}…` : text);
