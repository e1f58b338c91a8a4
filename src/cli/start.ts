import { text } from 'node:stream/consumers';
import { main } from './main.ts';
import { Interrupted, type Terminal } from './terminal.ts';

/** The edge: the only place that touches the process. `bin/gatewayc.js` imports it to run. */

/** How long an interrupted command may take to leave things in order, in milliseconds. */
const GRACE = 15_000;

const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    const reason = new Interrupted(signal);
    // The second one does not wait. What it leaves half-done the next run puts right.
    if (interrupted.signal.aborted) process.exit(reason.exit);
    interrupted.abort(reason);
    setTimeout(() => process.exit(reason.exit), GRACE).unref();
  });
}
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
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
};

process.exitCode = await main(process.argv.slice(2), terminal);
