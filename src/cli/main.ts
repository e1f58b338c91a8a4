import { CommanderError } from 'commander';
import type { Format } from '../diagnostics/report.ts';
import type { CommonOptions } from './options.ts';
import { type Outcome, present } from './outcome.ts';
import { createProgram } from './program.ts';
import type { ColorChoice, Terminal } from './terminal.ts';
import { VERSION } from './version.ts';

/**
 * Runs gatewayc.
 * @param argv what follows the program's name
 * @param terminal everything it may touch
 * @returns the exit code; never rejects
 */
export async function main(argv: readonly string[], terminal: Terminal): Promise<number> {
  const written: string[] = [];
  const complaints: string[] = [];
  let outcome: Outcome | undefined;
  const program = createProgram({
    version: VERSION,
    output: {
      writeOut: (text) => written.push(text),
      writeErr: (text) => complaints.push(text),
      getOutHasColors: () => false,
    },
    run: async (load, invocation) => {
      const run = await load();
      outcome = await run({ ...invocation, options: invocation.options as never, terminal });
    },
  });
  const how = {
    format: askedFor(argv, 'format', 'pretty') as Format,
    color: askedFor(argv, 'color', 'auto') as ColorChoice,
  };
  try {
    await program.parseAsync(argv, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) outcome = printed(written.join(''));
    else {
      const { badUsage, outcomeOf } = await import('./failures.ts');
      outcome =
        error instanceof CommanderError ? badUsage(complaints.join(''), argv) : outcomeOf(error, argv);
    }
  }
  if (outcome === undefined) throw new Error('the command came to nothing');
  try {
    await present(outcome, terminal, how);
    return outcome.exit;
  } catch (error) {
    terminal.talk(`gatewayc: cannot print the result: ${error instanceof Error ? error.message : error}\n`);
    return 1;
  }
}

/** Help and version were printed: they are the product. */
const printed = (text: string): Outcome => ({
  exit: 0,
  text,
  data: { text: text.trimEnd() },
  diagnostics: [],
});

/**
 * A common option, read before the command line is understood: its mistakes are reported in the format it asks for. Impossible
 * values count as absent here and as usage errors later.
 */
function askedFor(argv: readonly string[], name: keyof CommonOptions, fallback: string): string {
  const flag = `--${name}`;
  const known =
    name === 'format'
      ? ['pretty', 'text', 'json', 'github', 'sarif', 'junit', 'markdown']
      : ['auto', 'always', 'never'];
  const values = argv.flatMap((word, i) =>
    word === flag ? [argv[i + 1] ?? ''] : word.startsWith(`${flag}=`) ? [word.slice(flag.length + 1)] : [],
  );
  return values.findLast((value) => known.includes(value)) ?? fallback;
}
