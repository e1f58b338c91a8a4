// What testcontainers' Ryuk does, without an image to pull: a detached process that holds a pipe to the vitest main
// process. vitest 4 exits at once on SIGINT and SIGTERM (no afterAll, no teardown) and nothing at all runs on SIGKILL;
// the pipe closes either way.
import { setTimeout as sleep } from 'node:timers/promises';
import { sweep } from './sweep.mjs';

const QUIET_TURNS = 3;
const [owner, docker] = process.argv.slice(2);
process.stdin.resume();
process.stdin.on('close', async () => {
  // A worker that outlives the main process may still be starting things: stop only after a few turns without a find.
  for (let quiet = 0; quiet < QUIET_TURNS; quiet++) {
    const found = await sweep({ owner }, docker === 'docker').catch(() => []);
    if (found.length > 0) quiet = -1;
    await sleep(500);
  }
  process.exit(0);
});
