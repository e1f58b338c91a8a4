import { rmSync } from 'node:fs';
import {
  GenericContainer,
  getContainerRuntimeClient,
  Network,
  type StartedTestContainer,
  Wait,
} from 'testcontainers';
import { startDockerGateway } from './docker-gateway.ts';
import { LABEL, networkName } from './sweep.mjs';
import type { DockerStack, Environment, Gateway, Role, Service } from './types.ts';
import { UPSTREAM_DIR, upstreamEnv, upstreamHandle } from './upstream.ts';
import { newWorkspace } from './workspace.ts';

const UPSTREAM_PORT = 3000;

/** A container that runs, and what its gateway or upstream handle needs of it. */
export interface Running {
  readonly container: StartedTestContainer;
  /** All of stdout and stderr so far. */
  readonly output: () => string;
  /** Sends a signal to the container's first process. */
  readonly signal: (name: string) => Promise<void>;
  readonly pause: () => Promise<void>;
  readonly resume: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** Starts a container of a role on the environment's network. */
export type StartContainer = (
  role: Role,
  alias: string,
  configure: (container: GenericContainer) => GenericContainer,
) => Promise<Running>;

/** An environment whose services are containers on a network of their own. */
export async function dockerEnvironment(stack: DockerStack): Promise<Environment> {
  const client = await getContainerRuntimeClient();
  const network = await new Network({ nextUuid: () => networkName(stack.owner) }).start();
  const running = new Set<Running>();
  const upstreams = new Map<string, { name: string; ip: string }>();
  const gateways: Gateway[] = [];
  const dirs: string[] = [];

  const start: StartContainer = async (role, alias, configure) => {
    let output = '';
    const container = await configure(
      new GenericContainer(stack.images[role])
        .withNetwork(network)
        .withNetworkAliases(alias)
        .withLabels({ [LABEL]: stack.owner, 'gatewayc.test.role': role })
        // testcontainers removes a container that did not become ready, and its log with it: keep it here.
        .withLogConsumer((stream) => {
          stream.on('error', () => undefined);
          stream.on('data', (chunk: Buffer | string) => {
            output += chunk;
          });
        }),
    )
      .start()
      .catch((error: Error) => {
        throw new Error(`${role} ${alias} did not start: ${error.message}\n${output}`, { cause: error });
      });
    const raw = client.container.getById(container.getId());
    let paused = false;
    const one: Running = {
      container,
      output: () => output,
      signal: async (name) => {
        await raw.kill({ signal: name });
      },
      pause: async () => {
        await raw.pause();
        paused = true;
      },
      resume: async () => {
        await raw.unpause();
        paused = false;
      },
      stop: async () => {
        if (!running.delete(one)) return;
        if (paused) await raw.unpause(); // a paused container cannot be stopped
        await container.stop({ timeout: 0 });
      },
    };
    running.add(one);
    return one;
  };

  return {
    stack,
    async startUpstream(name, options = {}) {
      const one = await start('node', name, (container) =>
        container
          .withCommand(['node', '/srv/server.mjs'])
          .withEnvironment({ ...upstreamEnv(name, options), PORT: String(UPSTREAM_PORT) })
          .withBindMounts([{ source: UPSTREAM_DIR, target: '/srv', mode: 'ro' }])
          .withExposedPorts(UPSTREAM_PORT)
          .withWaitStrategy(Wait.forLogMessage(/listening on/).withStartupTimeout(30_000)),
      );
      upstreams.set(name, { name, ip: one.container.getIpAddress(network.getName()) });
      return upstreamHandle(name, options, service(one, name, UPSTREAM_PORT), one);
    },
    async startGateway(yaml, options) {
      const dir = newWorkspace(stack);
      dirs.push(dir);
      const address = (kind: 'name' | 'ip') => (name: string) => {
        const upstream = upstreams.get(name);
        if (!upstream) throw new Error(`no upstream "${name}" has been started`);
        return `${upstream[kind]}:${UPSTREAM_PORT}`;
      };
      const upstreamName = (name: string) => `${name}:${UPSTREAM_PORT}`;
      const addresses = { upstream: address('name'), upstreamIp: address('ip'), upstreamName };
      const gateway = await startDockerGateway(
        { start, dir, flavor: stack.flavor, addresses },
        yaml,
        options,
      );
      gateways.push(gateway);
      return gateway;
    },
    async startRedis() {
      const ready = Wait.forLogMessage(/Ready to accept connections/).withStartupTimeout(30_000);
      const one = await start('redis', 'redis', (c) => c.withExposedPorts(6379).withWaitStrategy(ready));
      return service(one, 'redis', 6379);
    },
    async startConsul() {
      const ready = Wait.forHttp('/v1/status/leader', 8500)
        .forResponsePredicate((body) => /\d+:\d+/.test(body))
        .withStartupTimeout(30_000);
      const one = await start('consul', 'consul', (c) =>
        c.withCommand(['agent', '-dev', '-client=0.0.0.0']).withExposedPorts(8500).withWaitStrategy(ready),
      );
      return service(one, 'consul', 8500);
    },
    async dispose() {
      await Promise.allSettled(gateways.map((one) => one.stop()));
      await Promise.allSettled([...running].map((one) => one.stop()));
      await network.stop().catch(() => undefined);
      for (const dir of dirs) rmSync(dir, { recursive: true, force: true });
    },
  };
}

function service(one: Running, alias: string, port: number): Service {
  return {
    external: { host: one.container.getHost(), port: one.container.getMappedPort(port) },
    internal: { host: alias, port },
    logs: async () => one.output(),
    stop: one.stop,
  };
}
