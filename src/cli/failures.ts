import { DeployFailure } from '../deploy/failure.ts';
import { finding } from '../diagnostics/finding.ts';
import { COMMANDS } from './command-table.ts';
import { EXIT } from './exit.ts';
import type { Outcome } from './outcome.ts';
import { Interrupted } from './terminal.ts';
import { VERSION } from './version.ts';

/**
 * What a command that threw has come to: an interrupt, something the user can mend, or our bug.
 * @param error what was thrown
 * @param argv the command line, for a report
 */
export function outcomeOf(error: unknown, argv: readonly string[]): Outcome {
  if (error instanceof Interrupted)
    return { exit: error.exit, data: { interrupted: true }, diagnostics: [], hint: error.message };
  if (error instanceof DeployFailure) return { exit: EXIT.failed, diagnostics: error.diagnostics };
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return {
    exit: EXIT.bug,
    diagnostics: [
      finding('GW9099', {
        message: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
        help: 'please report it to the makers of gatewayc, with what follows',
      }),
    ],
    data: { bug: { version: VERSION, stack } },
    hint: `gatewayc ${VERSION}: gatewayc ${argv.join(' ')}\n${stack}`,
  };
}

/**
 * Adds what is known of the configuration to a failure of the machine: its other findings, and its text for code frames.
 * @param error what was thrown
 * @param known what is known
 * @throws the error itself when it is none of the machine's
 */
export function machineFailure(error: unknown, known: Pick<Outcome, 'diagnostics' | 'sources'>): Outcome {
  if (!(error instanceof DeployFailure)) throw error;
  return { ...known, exit: EXIT.failed, diagnostics: [...known.diagnostics, ...error.diagnostics] };
}

/**
 * What a command line that commander refuses has come to.
 * @param complaint what commander wrote; empty help when no command was given
 * @param argv the command line
 */
export function badUsage(complaint: string, argv: readonly string[]): Outcome {
  const [first = '', ...rest] = complaint.trim().split('\n');
  const message = first.replace(/^error: /, '');
  const next = nextToTry(argv);
  // Without a command commander answers with the help.
  if (!first.startsWith('error: '))
    return { exit: EXIT.usage, data: { error: 'no command was given' }, diagnostics: [], hint: complaint };
  const suggestion = /\(Did you mean (.+)\?\)/.exec(rest.join(' '))?.[1];
  const help = suggestion === undefined ? next : `did you mean ${suggestion}? ${next}`;
  return { exit: EXIT.usage, diagnostics: [finding('GW9090', { message, help })] };
}

function nextToTry(argv: readonly string[]): string {
  const names = COMMANDS.flatMap(({ usage, alias }) => [usage.split(' ')[0], alias]);
  const command = argv.find((word) => names.includes(word));
  return command !== undefined
    ? `gatewayc ${command} --help lists the options`
    : 'gatewayc --help lists the commands';
}
