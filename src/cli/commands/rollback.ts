import { resolve } from 'node:path';
import { rollback as goBack, type RolledBack, type Wanted } from '../../deploy/rollback.ts';
import { CONFIRM_LIMIT } from '../../deploy/rollout.ts';
import { findServer } from '../../deploy/server.ts';
import { finding } from '../../diagnostics/finding.ts';
import { EXIT } from '../exit.ts';
import type { NginxOptions, RootOptions } from '../options.ts';
import type { Outcome } from '../outcome.ts';
import type { Invocation } from '../program.ts';

type RollbackOptions = RootOptions & Partial<NginxOptions> & { readonly start: boolean };

/** `gatewayc rollback`: makes an earlier release live, and waits for every worker to confirm it. */
export async function rollback({ options, args, terminal }: Invocation<RollbackOptions>): Promise<Outcome> {
  const wanted = readWanted(args[0]);
  if (wanted === undefined) {
    const message = `${args[0]} is neither a number of steps nor the beginning of a generation`;
    const help = 'gatewayc rollback 2, or gatewayc rollback 0123456789abcdef; gatewayc history shows both';
    return { exit: EXIT.usage, diagnostics: [finding('GW9090', { message, help })] };
  }
  const began = performance.now();
  const done = await goBack({
    root: resolve(terminal.cwd, options.root),
    wanted,
    server: () => findServer({ binary: options.nginxBinary, searchPath: terminal.host.searchPath }),
    start: options.start ? 'if-needed' : 'never',
    limit: CONFIRM_LIMIT,
    host: terminal.host,
    signal: terminal.interrupted,
    talk: (line) => terminal.talk(`${line}\n`),
  });
  const live_ms = Math.round(performance.now() - began);
  const { diagnostics, ...facts } = done;
  return {
    exit: EXIT.done,
    diagnostics,
    data: { ...facts, previous: done.previous ?? null, live_ms },
    text: describe(done, live_ms),
  };
}

/** Generations are longer than any number of steps. */
function readWanted(text: string | undefined): Wanted | undefined {
  if (text === undefined) return { kind: 'steps', steps: 1 };
  if (/^[1-9]\d{0,2}$/.test(text)) return { kind: 'steps', steps: Number(text) };
  return /^[0-9a-f]{4,16}$/.test(text) ? { kind: 'generation', prefix: text } : undefined;
}

function describe(
  { generation, previous, outcome, workers, root }: RolledBack,
  milliseconds: number,
): string {
  if (outcome === 'installed') return `generation ${generation} is current in ${root}; no nginx runs there\n`;
  const confirmed = `${workers} ${workers === 1 ? 'worker' : 'workers'}`;
  return `generation ${generation} is live again in place of ${previous ?? 'none'}: ${outcome}, confirmed by ${confirmed} in ${milliseconds} ms\n`;
}
