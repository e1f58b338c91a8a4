import { resolve } from 'node:path';
import { type Applied, apply as deploy } from '../../deploy/apply.ts';
import { prefixArguments } from '../../deploy/child.ts';
import { CONFIRM_LIMIT } from '../../deploy/rollout.ts';
import { compile } from '../compile.ts';
import { describeSources } from '../examine.ts';
import { EXIT, exitFor } from '../exit.ts';
import { machineFailure } from '../failures.ts';
import type { NginxOptions, RootOptions, SourceOptions } from '../options.ts';
import type { Outcome } from '../outcome.ts';
import type { Invocation } from '../program.ts';
import { requireSound } from '../require-sound.ts';
import { serverFor, targetOf, wishFor } from '../target.ts';
import { tryOut } from '../trial.ts';

type ApplyOptions = SourceOptions &
  NginxOptions &
  RootOptions & { readonly start: boolean; readonly keep: number };

/** `gatewayc apply`: compiles, boots the result in private, installs it, makes it live and waits for every worker to confirm it. */
export async function apply({ options, terminal }: Invocation<ApplyOptions>): Promise<Outcome> {
  const required = await requireSound(options, terminal, 'nothing was deployed');
  if (required.kind === 'refused') return required.outcome;
  const { sound, known } = required;
  try {
    const wish = wishFor(options, sound, terminal);
    const server = await serverFor(wish);
    const compiled = compile(sound, targetOf(wish, server).flavor);
    const trial = await tryOut({ sound, compiled, server, terminal });
    if (trial.kind === 'failed') {
      const diagnostics = [...known.diagnostics, ...trial.diagnostics];
      return {
        ...known,
        exit: exitFor(diagnostics, options.failSeverity),
        diagnostics,
        hint: 'nothing was deployed',
      };
    }
    const began = performance.now();
    const applied = await deploy({
      root: resolve(terminal.cwd, options.root),
      bundle: compiled.bundle,
      locate: sound.loaded.locate,
      log: compiled.gateway.log,
      source: describeSources(options),
      server,
      start: options.start ? 'if-needed' : 'never',
      keep: options.keep,
      limit: CONFIRM_LIMIT,
      host: terminal.host,
      signal: terminal.interrupted,
      talk: (line) => terminal.talk(`${line}\n`),
    });
    const times = { boot_ms: Math.round(trial.milliseconds), live_ms: Math.round(performance.now() - began) };
    const { diagnostics: notes, ...facts } = applied;
    return {
      ...known,
      exit: EXIT.done,
      diagnostics: [...known.diagnostics, ...notes],
      data: { ...facts, ...times },
      text: describe(applied, times.live_ms),
      hint:
        applied.outcome === 'installed'
          ? `no nginx runs there; start it: ${server.path} ${prefixArguments(`${applied.root}/current`).join(' ')}`
          : '',
    };
  } catch (error) {
    return machineFailure(error, known);
  }
}

function describe({ generation, outcome, workers, root }: Applied, milliseconds: number): string {
  if (outcome === 'installed') return `generation ${generation} is installed in ${root}\n`;
  const confirmed = `${workers} ${workers === 1 ? 'worker' : 'workers'}`;
  return `generation ${generation} is live: ${outcome}, confirmed by ${confirmed} in ${milliseconds} ms\n`;
}
