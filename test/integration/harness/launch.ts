import { spawn } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { eventually } from './eventually.ts';

/** A program of this machine that runs. */
export interface Launched {
  /** All of stdout and stderr so far. */
  readonly output: () => string;
  readonly signal: (name: NodeJS.Signals) => void;
  readonly stop: () => Promise<void>;
}

/**
 * Starts a program of this machine and waits until it is ready.
 * @param notes directory where its pid is noted while it runs, so that it is found when this process dies
 * @param ready asked again and again; may throw for "not yet"
 * @throws with everything it said when it exits, or is not ready in 30 s
 */
export async function launch(
  notes: string,
  command: readonly [string, ...string[]],
  env: Record<string, string>,
  ready: (output: string) => boolean | Promise<boolean>,
): Promise<Launched> {
  const [program, ...args] = command;
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } });
  const note = join(notes, String(child.pid));
  if (child.pid) writeFileSync(note, '');
  let output = '';
  let gone = false;
  const exit = new Promise<void>((resolve) => {
    const end = () => {
      gone = true;
      rmSync(note, { force: true });
      resolve();
    };
    child.on('exit', end);
    child.on('error', (error) => {
      output += error.message;
      end();
    });
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk;
    });
  }
  const stop = async () => {
    child.kill('SIGKILL');
    await exit;
  };
  try {
    await eventually(`${program} ready`, async () => gone || ready(output), 30_000);
    if (gone) throw new Error(`${program} exited before it was ready`);
  } catch (error) {
    await stop();
    throw new Error(`${(error as Error).message}\n${output}`, { cause: error });
  }
  return { output: () => output, signal: (name) => child.kill(name), stop };
}

/**
 * A TCP port of 127.0.0.1 that nobody uses now. Somebody may take it before it is used; the numbers are handed out by the
 * kernel in turn, so that this is rare.
 */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
