import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DnsServer, startDnsServer } from '../../fixtures/dns-server.ts';

/** What names mean to the gateways of one process environment that asked for it. */
export interface Names {
  readonly server: DnsServer;
  /** Runs a program, its last argument, with this as the machine's name server; the programs it starts have it too. */
  readonly around: readonly string[];
}

/**
 * Starts a name server and makes the command that puts it in the place of the machine's own. Only in a mount namespace, so only for
 * root: a user's own namespace would not let nginx change to its worker's user.
 * @param dir where the resolv.conf goes
 */
export async function startNames(dir: string): Promise<Names> {
  if (process.getuid?.() !== 0)
    throw new Error('names of one test need root on GATEWAYC_TEST_STACK=process; containers need nothing');
  const server = await startDnsServer();
  const conf = join(dir, 'resolv.conf');
  writeFileSync(conf, server.line);
  const script = `mount --bind '${conf}' /etc/resolv.conf && exec "$@"`;
  return { server, around: ['unshare', '--mount', 'sh', '-c', script, 'sh'] };
}
