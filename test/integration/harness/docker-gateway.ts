import { join } from 'node:path';
import { Wait } from 'testcontainers';
import type { Running, StartContainer } from './docker.ts';
import { eventually } from './eventually.ts';
import { type GatewayHost, gatewayHandle, type Listener } from './gateway.ts';
import { nginxArguments, READY_PATH } from './layout.ts';
import type { Gateway, GatewayContext, GatewayOptions, GatewayYaml, NginxFlavor } from './types.ts';
import { compile, writeSources } from './workspace.ts';

/** Inside the container; the engine chooses the host's. */
const PORTS: Record<Listener, number> = { public: 8080, tls: 8443, metrics: 9090, admin: 9901 };
const RELOAD_MS = 10_000;
/** Prints the pids of the workers that still accept connections. */
const WORKERS = `for d in /proc/[0-9]*; do c=$(tr '\\0' ' ' 2>/dev/null < $d/cmdline)
case $c in "nginx: worker process is shutting down"*) ;; "nginx: worker process"*) echo "\${d#/proc/}";; esac; done`;

interface Place {
  readonly start: StartContainer;
  readonly dir: string;
  readonly flavor: NginxFlavor;
  readonly addresses: Pick<GatewayContext, 'upstream' | 'upstreamIp' | 'upstreamName'>;
}

/** Compiles a gateway.yaml on this machine and runs the bundle in a container. */
export async function startDockerGateway(
  place: Place,
  yaml: GatewayYaml,
  options: GatewayOptions = {},
): Promise<Gateway> {
  const { dir, flavor } = place;
  const bundle = join(dir, 'bundle');
  const listen = (listener: Listener) => `0.0.0.0:${PORTS[listener]}`;
  const context: GatewayContext = {
    ...place.addresses,
    listen: listen('public'),
    tlsListen: listen('tls'),
    metrics: listen('metrics'),
    admin: listen('admin'),
    dir,
    flavor,
  };
  writeSources(context, yaml, options);
  await compile(context, bundle, options.env);
  const running = await place.start('gateway', 'gateway', (container) =>
    container
      // Mounted at its own path, so that paths in the configuration mean the same on both sides.
      .withBindMounts([{ source: dir, target: dir, mode: 'rw' }])
      .withEnvironment(options.env ?? {})
      .withCommand(['nginx', ...nginxArguments(bundle)])
      .withExposedPorts(...Object.values(PORTS))
      .withWaitStrategy(answering()),
  );
  const host: GatewayHost = {
    bundle: () => bundle,
    address: (listener) => ({
      host: running.container.getHost(),
      port: running.container.getMappedPort(PORTS[listener]),
    }),
    output: async () => running.output(),
    async reload(next) {
      writeSources(context, next);
      await compile(context, bundle, options.env);
      await hangUp(running, () => gateway.logs());
    },
    async exec(command) {
      const { exitCode, output } = await running.container.exec([...command]);
      return { exitCode, output };
    },
    async stop() {
      // nginx writes as root; whoever runs the tests must be able to remove the directory.
      const id = `${process.getuid?.() ?? 0}:${process.getgid?.() ?? 0}`;
      if (!id.startsWith('0:')) await running.container.exec(['chown', '-R', id, dir]).catch(() => undefined);
      await running.stop();
    },
  };
  const gateway = gatewayHandle(host);
  return gateway;
}

/** Any answer will do: what the configuration serves is the test's business. */
function answering() {
  return Wait.forHttp(READY_PATH, PORTS.public, { abortOnContainerExit: true })
    .forStatusCodeMatching(() => true)
    .withStartupTimeout(20_000);
}

/** SIGHUP, then waits until none of the old workers accepts connections. */
async function hangUp(running: Running, logs: () => Promise<string>): Promise<void> {
  const workers = async () => {
    const { output } = await running.container.exec(['sh', '-c', WORKERS]);
    return output.split('\n').filter(Boolean);
  };
  const before = await workers();
  const logged = (await logs()).length;
  await running.signal('SIGHUP');
  const outcome = await eventually(
    'new workers',
    async () => {
      const news = (await logs()).slice(logged);
      if (/\[emerg\]|\[alert\]/.test(news)) return { refused: news };
      const now = await workers();
      return now.length > 0 && now.every((pid) => !before.includes(pid)) && { refused: undefined };
    },
    RELOAD_MS,
  );
  if (outcome.refused !== undefined) throw new Error(`reload refused:\n${outcome.refused}`);
}
