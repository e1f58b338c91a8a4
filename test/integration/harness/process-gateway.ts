import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCliOk } from './cli.ts';
import { eventually } from './eventually.ts';
import { type GatewayHost, gatewayHandle, type Listener } from './gateway.ts';
import { freePort } from './launch.ts';
import { applyArguments, liveBundle, pidFile, READY_PATH } from './layout.ts';
import { rawRequest } from './request.ts';
import type { Gateway, GatewayContext, GatewayOptions, GatewayYaml, ProcessStack } from './types.ts';
import { writeSources } from './workspace.ts';

const LOOPBACK = '127.0.0.1';
const STOP_MS = 5000;

interface Place {
  readonly stack: ProcessStack;
  readonly dir: string;
  readonly upstream: (name: string) => string;
  readonly upstreamName: (name: string) => string;
  /** A program, and its arguments, to start gatewayc with. */
  readonly around: readonly string[];
}

/** Deploys a gateway.yaml on this machine with `gatewayc apply`, which starts nginx and later reloads it. */
export async function startProcessGateway(
  place: Place,
  yaml: GatewayYaml,
  options: GatewayOptions = {},
): Promise<Gateway> {
  const { stack, dir, upstream, upstreamName, around } = place;
  const root = join(dir, 'root');
  const [open = 0, tls = 0, metrics = 0, admin = 0] = await Promise.all([1, 2, 3, 4].map(freePort));
  const ports: Record<Listener, number> = { public: open, tls, metrics, admin };
  const context: GatewayContext = {
    listen: `${LOOPBACK}:${open}`,
    tlsListen: `${LOOPBACK}:${tls}`,
    metrics: `${LOOPBACK}:${metrics}`,
    admin: `${LOOPBACK}:${admin}`,
    dir,
    flavor: stack.flavor,
    upstream,
    upstreamIp: upstream,
    upstreamName,
  };
  let output = '';
  const apply = async (next: GatewayYaml, first?: GatewayOptions) => {
    const source = writeSources(context, next, first);
    const args = applyArguments(source, root, stack.programs.gateway ?? 'nginx');
    const said = await runCliOk(args, options.env, around);
    output += said.stderr;
  };
  await apply(yaml, options);
  await eventually('an answer', () => rawRequest(`http://${context.listen}`, READY_PATH, { timeout: 1000 }));

  const host: GatewayHost = {
    bundle: () => liveBundle(root),
    address: (listener) => ({ host: LOOPBACK, port: ports[listener] }),
    output: async () => output,
    reload: (next) => apply(next),
    async exec([program = '', ...args]) {
      const result = spawnSync(program, args, { encoding: 'utf8' });
      return { exitCode: result.status ?? -1, output: result.stdout + result.stderr };
    },
    stop: () => stopMaster(root),
  };
  return gatewayHandle(host);
}

/** Ends the nginx of a root: SIGTERM, for a killed master leaves its workers running. */
async function stopMaster(root: string): Promise<void> {
  const file = pidFile(root);
  if (!existsSync(file)) return;
  const pid = Number.parseInt(readFileSync(file, 'utf8'), 10);
  const alive = (signal: NodeJS.Signals | 0) => {
    try {
      return process.kill(pid, signal);
    } catch {
      return false;
    }
  };
  if (alive('SIGTERM')) await eventually(`nginx ${pid} gone`, () => !alive(0), STOP_MS);
}
