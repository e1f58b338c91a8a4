import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';
import { chooseStack } from './stack.ts';
import { newOwner, sweep } from './sweep.mjs';
import './index.ts';

const REAPER = fileURLToPath(new URL('./reaper.mjs', import.meta.url));
const COMPILER = fileURLToPath(new URL('../../../dist/cli/main.js', import.meta.url));

/** Runs once before the integration tests: chooses the stack, and sees to it that nothing outlives the run. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  if (!process.env.GATEWAYC_TEST_BIN && !existsSync(COMPILER)) {
    throw new Error('integration tests run the built gatewayc: npm run build');
  }
  process.env.TESTCONTAINERS_RYUK_DISABLED ??= 'true'; // reaper.mjs does its work
  // The engine publishes each port twice, on different IPv4 and IPv6 host ports: never leave the family to `localhost`.
  if (!process.env.DOCKER_HOST) process.env.TESTCONTAINERS_HOST_OVERRIDE ??= '127.0.0.1';

  const owner = newOwner();
  const wantsDocker = process.env.GATEWAYC_TEST_STACK !== 'process';
  const reaper = startReaper(owner, wantsDocker); // before the first container
  const stack = await chooseStack(owner);
  announce(
    stack.kind === 'docker' ? `${stack.source}: ${Object.values(stack.images).join(' ')}` : stack.source,
  );
  if (stack.kind === 'process') banner('INTEGRATION TESTS ARE RUNNING AS LOCAL PROCESSES, NOT IN CONTAINERS');

  const docker = stack.kind === 'docker';
  const leftovers = await sweep('dead', docker);
  if (leftovers.length > 0) announce(`removed leftovers of killed runs:\n  ${leftovers.join('\n  ')}`);
  project.provide('stack', stack);
  return async () => {
    const rest = await sweep({ owner }, docker);
    if (rest.length > 0) announce(`teardown removed what the tests left:\n  ${rest.join('\n  ')}`);
    reaper.kill();
  };
}

function startReaper(owner: string, docker: boolean) {
  const args = [REAPER, owner, docker ? 'docker' : 'process'];
  const reaper = spawn(process.execPath, args, { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  reaper.unref();
  (reaper.stdin as unknown as { unref(): void }).unref(); // a socket, though its type does not say so
  return reaper;
}

function announce(text: string) {
  process.stderr.write(`[integration] ${text}\n`);
}

function banner(text: string) {
  const line = '='.repeat(text.length);
  process.stderr.write(`${line}\n${text}\n${line}\n`);
}
