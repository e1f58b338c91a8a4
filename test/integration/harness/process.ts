import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { freePort, type Launched, launch } from './launch.ts';
import { type Names, startNames } from './name-server.ts';
import { startProcessGateway } from './process-gateway.ts';
import { rawRequest } from './request.ts';
import { ownerDir } from './sweep.mjs';
import type { Environment, Gateway, ProcessStack, Role, Service } from './types.ts';
import { UPSTREAM_DIR, upstreamEnv, upstreamHandle } from './upstream.ts';
import { newWorkspace } from './workspace.ts';

const LOOPBACK = '127.0.0.1';
/** Seconds. */
const NAME_TTL = 1;
/** How many upstreams a gateway may know before they are started. */
const PROMISES = 3;

/** An environment whose services are processes of this machine, each on a port of its own. */
export async function processEnvironment(stack: ProcessStack): Promise<Environment> {
  const notes = ownerDir(stack.owner);
  mkdirSync(notes, { recursive: true });
  const running = new Set<Launched>();
  const gateways: Gateway[] = [];
  const upstreams = new Map<string, number>();
  /** Ports of upstreams that will be started. */
  const promised = new Map<string, number>();
  let names: Names | undefined;
  const dirs: string[] = [];

  const start = async (
    role: Exclude<Role, 'gateway'>,
    port: number,
    args: readonly string[],
    env: Record<string, string>,
    ready: (output: string) => boolean | Promise<boolean>,
  ) => {
    const program = stack.programs[role];
    if (!program) throw new Error(`${role} is not on this machine: scripts/setup.sh tools`);
    const one = await launch(notes, [program, ...args], env, ready);
    running.add(one);
    const address = { host: LOOPBACK, port };
    const service: Service = {
      external: address,
      internal: address,
      logs: async () => one.output(),
      stop: async () => {
        if (running.delete(one)) await one.stop();
      },
    };
    return { one, service };
  };

  return {
    stack,
    async startUpstream(name, options = {}) {
      const port = promised.get(name) ?? (await freePort());
      const env = { ...upstreamEnv(name, options), HOST: LOOPBACK, PORT: String(port) };
      const script = join(UPSTREAM_DIR, 'server.mjs');
      const { one, service } = await start('node', port, [script], env, (output) =>
        /listening on/.test(output),
      );
      upstreams.set(name, port);
      names?.server.addresses(name, [LOOPBACK], NAME_TTL);
      return upstreamHandle(name, options, service, {
        pause: async () => one.signal('SIGSTOP'),
        resume: async () => one.signal('SIGCONT'),
      });
    },
    async startGateway(yaml, options = {}) {
      const dir = newWorkspace(stack);
      dirs.push(dir);
      const upstream = (name: string) => {
        const port = upstreams.get(name);
        if (!port) throw new Error(`no upstream "${name}" has been started`);
        return `${LOOPBACK}:${port}`;
      };
      if (options.names && !names) {
        names = await startNames(dir);
        for (const name of upstreams.keys()) names.server.addresses(name, [LOOPBACK], NAME_TTL);
      }
      const spare = await Promise.all(Array.from({ length: PROMISES }, freePort));
      const upstreamName = (name: string) => {
        const port = upstreams.get(name) ?? promised.get(name) ?? spare.pop();
        if (!port) throw new Error(`at most ${PROMISES} upstreams may be started after their gateway`);
        promised.set(name, port);
        return `${name}:${port}`;
      };
      const around = options.names && names ? names.around : [];
      const place = { stack, dir, upstream, upstreamName, around };
      const gateway = await startProcessGateway(place, yaml, options);
      gateways.push(gateway);
      return gateway;
    },
    async startRedis() {
      const port = await freePort();
      const args = ['--port', String(port), '--bind', LOOPBACK, '--save', '', '--appendonly', 'no'];
      const ready = (output: string) => /Ready to accept connections/.test(output);
      return (await start('redis', port, args, {}, ready)).service;
    },
    async startConsul() {
      const [port = 0, server, lan, wan] = await Promise.all([
        freePort(),
        freePort(),
        freePort(),
        freePort(),
      ]);
      const ports = [`-http-port=${port}`, `-server-port=${server}`, `-serf-lan-port=${lan}`];
      const args = ['agent', '-dev', `-bind=${LOOPBACK}`, `-client=${LOOPBACK}`, ...ports];
      args.push(`-serf-wan-port=${wan}`, '-dns-port=-1', '-grpc-port=-1');
      const ready = async () => {
        const { text } = await rawRequest(`http://${LOOPBACK}:${port}`, '/v1/status/leader', {
          timeout: 1000,
        });
        return /\d+:\d+/.test(text);
      };
      return (await start('consul', port, args, {}, ready)).service;
    },
    async dispose() {
      await Promise.allSettled([
        ...gateways.map((one) => one.stop()),
        ...[...running].map((one) => one.stop()),
        names?.server.stop(),
      ]);
      for (const dir of dirs) rmSync(dir, { recursive: true, force: true });
    },
  };
}
