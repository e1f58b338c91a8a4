import { START_LIMIT } from '../deploy/private-nginx.ts';
import { type BootResult, boot } from '../deploy/sandbox.ts';
import type { Server } from '../deploy/server.ts';
import type { Compiled } from './compile.ts';
import type { Sound } from './examine.ts';
import type { Terminal } from './terminal.ts';

/** A compiled configuration and the nginx to try it with. */
export interface Trial {
  readonly sound: Sound;
  readonly compiled: Compiled;
  readonly server: Server;
  readonly terminal: Terminal;
}

/**
 * Boots a compiled configuration in private and says how that went.
 * @param trial what to boot
 * @throws DeployFailure when nginx could not be tried at all
 */
export async function tryOut({ sound, compiled, server, terminal }: Trial): Promise<BootResult> {
  const result = await boot({
    candidate: compiled.candidate,
    locate: sound.loaded.locate,
    server,
    host: terminal.host,
    signal: terminal.interrupted,
    limit: START_LIMIT,
  });
  if (result.kind === 'passed')
    terminal.talk(`boot ok in ${Math.round(result.milliseconds)} ms (${server.path} ${server.version})\n`);
  return result;
}
