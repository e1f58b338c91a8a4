import { resolve } from 'node:path';
import type { Worker } from '../../deploy/master.ts';
import { readStatus, type Status } from '../../deploy/status.ts';
import { finding } from '../../diagnostics/finding.ts';
import { printable } from '../../diagnostics/printable.ts';
import { EXIT } from '../exit.ts';
import { describeEntry } from '../history-line.ts';
import type { RootOptions } from '../options.ts';
import type { Outcome } from '../outcome.ts';
import type { Invocation } from '../program.ts';

/** `gatewayc status`: what is deployed below a root, what runs, and what was changed by hand. */
export async function status({ options, terminal }: Invocation<RootOptions>): Promise<Outcome> {
  const found = await readStatus(resolve(terminal.cwd, options.root));
  const { root, current, master, workers, draining, releases, drift, open, last } = found;
  return {
    exit: EXIT.done,
    diagnostics: drift.map(({ path, kind }) =>
      finding('GW9028', {
        message: `${path} of release ${current} is ${kind === 'changed' ? 'changed by hand' : kind}`,
        help: 'gatewayc apply writes the release anew',
      }),
    ),
    data: {
      root,
      current: current ?? null,
      running: master.kind === 'running' ? { pid: master.pid, workers, draining } : null,
      releases: releases.map(({ generation, installed }) => ({
        generation,
        installed: new Date(installed).toISOString(),
      })),
      drift,
      unfinished: open ?? null,
      last: last ?? null,
    },
    text: render(found),
  };
}

function render({ root, current, master, workers, draining, releases, open, last }: Status): string {
  const lines = [
    `root      ${root}`,
    `current   ${current ?? 'none'}`,
    `running   ${running(master, workers, current)}`,
    ...workers.map((worker) => `worker    ${onePer(worker)}`),
    ...draining.map((worker) => `draining  ${onePer(worker)}`),
  ];
  if (last !== undefined) lines.push(`last      ${printable(describeEntry(last))}`);
  if (open !== undefined)
    lines.push(
      `open      ${open.from ?? 'nothing'} → ${open.to}: under way, or interrupted; the next apply or rollback puts it right`,
    );
  for (const { generation, installed } of releases) {
    lines.push(
      `release   ${generation}  ${new Date(installed).toISOString()}${generation === current ? '  current' : ''}`,
    );
  }
  return `${lines.join('\n')}\n`;
}

const onePer = ({ pid, generation }: Worker): string => `${generation ?? 'not reported'}  pid ${pid}`;

function running(master: Status['master'], workers: Status['workers'], current: string | undefined): string {
  if (master.kind === 'none') return 'no';
  if (master.kind === 'foreign')
    return `no (the pid file names process ${master.pid}, which is not this gateway)`;
  const fresh = workers.filter(({ generation }) => generation === current).length;
  const others = [...new Set(workers.map(({ generation }) => generation ?? 'unknown'))].filter(
    (generation) => generation !== current,
  );
  const rest = others.length === 0 ? '' : `, others on ${others.join(', ')}`;
  return `yes, master ${master.pid}, ${fresh} of ${workers.length} workers on the current release${rest}`;
}
