/**
 * The forms `${…}` may take in a value (D32). Which of them are filled in here and which at run time is decided by spelling alone,
 * so that a value means the same in every field.
 */

/** One piece of a value. `source` is the piece as written. */
export type Piece =
  | { readonly kind: 'text'; readonly text: string }
  | EnvironmentPiece
  | { readonly kind: 'file'; readonly source: string; readonly path: string }
  /** Stays as it is for the template parser. */
  | { readonly kind: 'runtime'; readonly source: string }
  | { readonly kind: 'malformed'; readonly source: string; readonly help: string };

/** `${NAME}`, `${NAME:-fallback}`, `${NAME:?demand}`, `${env:name}`; both operators also apply to an empty variable, as in a shell. */
export interface EnvironmentPiece {
  readonly kind: 'environment';
  readonly source: string;
  readonly name: string;
  readonly fallback?: string;
  readonly demand?: string;
}

const ENVIRONMENT = /^(?:env:([A-Za-z_]\w*)|([A-Z_][A-Z0-9_]*))(?:(:-|:\?)([\s\S]*))?$/;
const UNCLOSED = 'close it with }, or write $${ for the characters themselves';
const RUNTIME = /^(?:var:)?[a-z][a-z0-9_]*(?:\.[\w-]+)*$/;

/**
 * Takes a value apart.
 * @param text a text of the document
 * @returns its pieces in order; `$${` is text and stands for `${`
 */
export function scanVariables(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let last = 0;
  const literal = (piece: string): void => {
    if (piece !== '') pieces.push({ kind: 'text', text: piece });
  };
  for (const match of text.matchAll(/\$\$\{|\$\{([^}]*)(\}|$)/g)) {
    literal(text.slice(last, match.index));
    last = match.index + match[0].length;
    if (match[0] === '$${') literal('${');
    else if (match[2] === '') pieces.push({ kind: 'malformed', source: match[0], help: UNCLOSED });
    else pieces.push(classify(match[0], match[1] as string));
  }
  literal(text.slice(last));
  return pieces;
}

function classify(source: string, inner: string): Piece {
  const malformed = (help: string): Piece => ({ kind: 'malformed', source, help });
  if (inner.includes('${')) return malformed('variables are not nested: give the inner one a key of its own');
  if (inner.startsWith('file:')) {
    const path = inner.slice('file:'.length).trim();
    return path === '' ? malformed('name a file: ${file:/run/secrets/name}') : { kind: 'file', source, path };
  }
  const environment = ENVIRONMENT.exec(inner);
  if (environment) {
    const [, spelled, upper, operator, operand = ''] = environment;
    return {
      kind: 'environment',
      source,
      name: (spelled ?? upper) as string,
      ...(operator === ':-' && { fallback: operand }),
      ...(operator === ':?' && { demand: operand }),
    };
  }
  if (RUNTIME.test(inner)) return { kind: 'runtime', source };
  if (/^[A-Za-z_]\w*$/.test(inner)) {
    return malformed(
      `write \${env:${inner}} for the environment variable, lower case for a run-time variable`,
    );
  }
  if (/^[A-Z_][A-Z0-9_]*:?[-?+=]/.test(inner))
    return malformed('the operators are :- (default) and :? (message)');
  return malformed('write $${ for the characters themselves');
}
