import { type Command, createCommand, type OutputConfiguration } from 'commander';
import { COMMANDS } from './command-table.ts';
import { OPTION_GROUPS } from './options.ts';
import type { Outcome } from './outcome.ts';
import type { Terminal } from './terminal.ts';

/** What a command gets. */
export interface Invocation<Options = unknown> {
  readonly options: Options;
  readonly args: readonly string[];
  readonly terminal: Terminal;
  /** The whole command line, for `completion`. */
  readonly program: Command;
}

/** A command: everything it does, except printing its outcome. */
export type Run = (invocation: Invocation<never>) => Promise<Outcome>;

/** What the program needs of the one who runs it. */
export interface ProgramHooks {
  readonly version: string;
  readonly output: OutputConfiguration;
  /** Called with the command that was asked for. */
  readonly run: (
    load: () => Promise<Run>,
    invocation: Pick<Invocation, 'options' | 'args' | 'program'>,
  ) => Promise<void>;
}

const CODES =
  'Exit codes: 0 done, 1 failed, 2 differences, 3 bad configuration, 64 usage, 70 bug, 130/143 interrupted.';

/**
 * The command line: names, options and help. Nothing but commander is loaded to print it.
 * @param hooks version, streams and the runner
 */
export function createProgram(hooks: ProgramHooks): Command {
  const program = createCommand('gatewayc')
    .description('Compiles one gateway.yaml into an OpenResty/nginx deployment, and runs it.')
    .version(hooks.version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand('help [command]', 'print the help of a command')
    .configureOutput(hooks.output)
    .exitOverride()
    .addHelpText(
      'before',
      examples(['gatewayc init', 'gatewayc check', 'gatewayc run', 'sudo gatewayc apply']),
    )
    .addHelpText('after', `\n${CODES}`);
  for (const { usage, alias, summary, examples: shown, groups, own, load } of COMMANDS) {
    const command = program.command(usage).description(summary).addHelpText('before', examples(shown));
    if (alias !== undefined) command.alias(alias);
    own?.(command);
    for (const group of groups) OPTION_GROUPS[group](command);
    command.action((...received) => {
      const args = received.slice(0, -2).filter((arg): arg is string => typeof arg === 'string');
      return hooks.run(load, { options: command.opts(), args, program });
    });
  }
  return program;
}

const examples = (lines: readonly string[]): string =>
  `Examples:\n${lines.map((line) => `  ${line}\n`).join('')}`;
