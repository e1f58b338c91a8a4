import { load } from '../../../src/input/load.ts';
import { toDocument, type Understood } from '../../../src/schema/to-document.ts';

/** The directory the documents of these tests stand in. */
export const DIRECTORY = '/etc/gateway';

/**
 * Reads YAML the way the command line does, without a file system.
 * @param text a whole gateway.yaml
 * @param environment what `${NAME}` finds
 * @throws Error when input itself has something to say: then the test is not about the schema
 */
export async function read(
  text: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<Understood> {
  const loaded = await load({
    files: ['-'],
    stdin: text,
    stdinName: `${DIRECTORY}/gateway.yaml`,
    environment,
    cwd: DIRECTORY,
  });
  const [first] = loaded.diagnostics;
  if (first) throw new Error(`${first.code} ${first.message}`);
  return toDocument(loaded);
}

/** Findings as lines: code, line and column, message, context, help. */
export async function problems(
  text: string,
  environment?: Readonly<Record<string, string>>,
): Promise<string[]> {
  const { diagnostics } = await read(text, environment);
  return diagnostics.map(({ code, span, message, context, help }) => {
    const place = span ? `${span.start.line}:${span.start.column}` : 'nowhere';
    return `${code} ${place} ${message}${context ? ` (${context})` : ''}${help ? ` | ${help}` : ''}`;
  });
}
