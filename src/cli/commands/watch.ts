import { resolve } from 'node:path';
import { finding } from '../../diagnostics/finding.ts';
import { report } from '../../diagnostics/report.ts';
import { type Round, startWatching } from '../../watch/watch.ts';
import { together, type Watched } from '../../watch/watched.ts';
import { type UserCommand, userCommand } from '../command.ts';
import { EXIT } from '../exit.ts';
import { type CommonOptions, DEFAULT_FILE } from '../options.ts';
import type { Outcome } from '../outcome.ts';
import type { Invocation } from '../program.ts';
import { type Attempt, attempts, describeChange, type RoundOptions } from '../rounds.ts';
import { type Terminal, useColor } from '../terminal.ts';
import { watchedFiles } from '../watched-files.ts';

type WatchOptions = RoundOptions & CommonOptions & { readonly poll?: true; readonly exec?: string };

/** `gatewayc watch`: makes every save of a configuration live, until it is interrupted. A bad one never ends it. */
export async function watch({ options, terminal }: Invocation<WatchOptions>): Promise<Outcome> {
  const files = options.file ?? [DEFAULT_FILE];
  if (files.includes('-')) {
    const message = 'standard input cannot be watched';
    return {
      exit: EXIT.usage,
      diagnostics: [finding('GW9090', { message, help: 'name a file with -f' })],
    };
  }
  const command = options.exec === undefined ? undefined : userCommand(options.exec, terminal);
  const attempt = attempts(options, terminal);
  const say = teller(options, terminal);
  let sound: Watched = { files: files.map((file) => resolve(terminal.cwd, file)), patterns: [] };
  const round = async (changed: readonly string[]): Promise<Round> => {
    const made = await attempt();
    say(made, changed);
    const found = made.examined && watchedFiles(made.examined, terminal.cwd);
    const good = made.kind === 'live' || made.kind === 'compiled';
    if (found !== undefined && good) sound = found;
    if (good) await runCommand(command, made);
    return {
      watched: found === undefined ? sound : together(found, sound),
      settled: made.kind !== 'failed',
    };
  };
  const quit = new AbortController();
  const ended = AbortSignal.any([terminal.interrupted, quit.signal]);
  const watching = startWatching({
    first: sound,
    round,
    mode: options.poll ? 'poll' : 'notify',
    signal: ended,
    trouble: (problem) =>
      terminal.talk(`the system cannot watch for changes (${problem}); try --poll. Looking every 5 s.\n`),
  });
  const release = terminal.keys?.((key) => {
    if (key === 'r') watching.rebuild();
    if (key === 'q') quit.abort();
  });
  if (release !== undefined) terminal.talk('watching; r builds again, q quits\n');
  try {
    return await watching.ended;
  } catch (error) {
    if (error !== quit.signal.reason) throw error;
    return { exit: EXIT.done, diagnostics: [], hint: options.apply ? LEFT : '', data: { quit: true } };
  } finally {
    release?.();
    await command?.stop();
  }
}

const LEFT = 'the gateway goes on serving';

async function runCommand(command: UserCommand | undefined, { generation = '' }: Attempt): Promise<void> {
  await command?.run({ GATEWAYC_GENERATION: generation });
}

/** Says what came of each attempt: errors always, warnings when they are others than the last time. */
function teller(
  options: WatchOptions,
  terminal: Terminal,
): (made: Attempt, changed: readonly string[]) => void {
  let told = '';
  return (made, changed) => {
    const sources = made.examined?.loaded.sources ?? (() => undefined);
    const rendered = report(made.diagnostics, {
      format: options.format === 'text' ? 'text' : 'pretty',
      sources,
      color: useColor(options.color, terminal, 'talk'),
    });
    const bad = made.kind === 'invalid' || made.kind === 'failed';
    if (bad || rendered !== told) terminal.talk(rendered);
    told = rendered;
    const kept = bad && options.apply ? '; what was live goes on serving' : '';
    terminal.talk(`${clock()} ${describeChange(changed, options, terminal.cwd)} → ${made.line}${kept}\n`);
  };
}

const clock = (): string => new Date().toTimeString().slice(0, 8);
