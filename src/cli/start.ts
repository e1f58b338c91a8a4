import { text } from 'node:stream/consumers';
import { main } from './main.ts';
import { Interrupted, type Terminal } from './terminal.ts';

/** The edge: the only place that touches the process. `bin/gatewayc.js` imports it to run. */

/** How long an interrupted command may take to leave things in order, in milliseconds. */
const GRACE = 15_000;

const interrupted = new AbortController();
function interrupt(signal: 'SIGINT' | 'SIGTERM'): void {
  const reason = new Interrupted(signal);
  // The second one does not wait. What it leaves half-done the next run puts right.
  if (interrupted.signal.aborted) process.exit(reason.exit);
  interrupted.abort(reason);
  setTimeout(() => process.exit(reason.exit), GRACE).unref();
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => interrupt(signal));
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

/** While keys are read one by one, Ctrl-C is a key like any other. */
function keys(pressed: (key: string) => void): () => void {
  const { stdin } = process;
  const read = (typed: string): void => {
    for (const key of typed) {
      if (key === '\u0003') interrupt('SIGINT');
      else pressed(key);
    }
  };
  stdin.setRawMode(true).setEncoding('utf8').on('data', read);
  return () => {
    stdin.off('data', read).setRawMode(false).pause();
  };
}

const terminal: Terminal = {
  out: (chunk) => void process.stdout.write(chunk),
  talk: (chunk) => void process.stderr.write(chunk),
  stdin: () => text(process.stdin),
  environment: process.env,
  cwd: process.cwd(),
  isTTY: { out: process.stdout.isTTY === true, talk: process.stderr.isTTY === true },
  interrupted: interrupted.signal,
  host: {
    pid: process.pid,
    searchPath: process.env.PATH ?? '',
    kill: (pid, signal) => void process.kill(pid, signal),
  },
  ...(process.stdin.isTTY && { keys }),
};

process.exitCode = await main(process.argv.slice(2), terminal);
