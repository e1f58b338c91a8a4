// Measures what gatewayc and its gateways cost, side by side with plain nginx, and says whether that is what we promise.
//
//   npm run bench                      everything, about ten minutes; writes bench/results/latest.json
//   npm run bench -- --quick           fewer and shorter runs; writes nothing
//   npm run bench -- --rows log,build  rows whose names start so; writes nothing
//   npm run bench -- --output FILE     writes there, whatever was measured
//   npm run bench -- --nginx PATH      with this nginx
//   npm run bench -- --check           exits 1 when something misses what it must reach
//   npm run bench -- --markdown        measures nothing: prints the last results as a table for the README
// @ts-check
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { describeMachine, findTools, Unfit } from './machine.mjs';
import { CONNECTIONS } from './measure.mjs';
import { asMarkdown, asText } from './report.mjs';
import { NOISY } from './rounds.mjs';
import { commandRows } from './rows/command.mjs';
import { cpuRows } from './rows/cpu.mjs';
import { memoryRows } from './rows/memory.mjs';
import { reloadRows } from './rows/reload.mjs';
import { keeps } from './rows/row.mjs';
import { BODY } from './servers.mjs';

const LATEST = fileURLToPath(new URL('./results/latest.json', import.meta.url));
const WHOLE = { rounds: 9, seconds: 2, repeats: 9 };
const QUICK = { rounds: 3, seconds: 1, repeats: 3 };

/** @returns what was asked for */
const readArguments = () =>
  parseArgs({
    options: {
      quick: { type: 'boolean', default: false },
      rows: { type: 'string' },
      output: { type: 'string' },
      nginx: { type: 'string' },
      check: { type: 'boolean', default: false },
      markdown: { type: 'boolean', default: false },
    },
  }).values;

/**
 * @param {ReturnType<typeof readArguments>} asked
 * @returns {Promise<import('./report.mjs').Results>}
 */
async function measureAll({ quick, rows, nginx }) {
  const tools = findTools(nginx);
  const names = rows?.split(',');
  const settings = quick ? QUICK : WHOLE;
  const bench = {
    tools,
    ...settings,
    wanted: (/** @type {string} */ row) => names === undefined || names.some((name) => row.startsWith(name)),
    talk: (/** @type {string} */ line) => console.error(line),
  };
  const described = describeMachine(tools);
  const measured = [];
  for (const group of [commandRows, reloadRows, memoryRows, cpuRows]) measured.push(...(await group(bench)));
  if (measured.length === 0) throw new Unfit(`no row is named like ${rows}`);
  return {
    date: new Date().toISOString(),
    ...described,
    settings: {
      ...settings,
      connections: CONNECTIONS,
      answer_bytes: BODY,
      noisy_above: NOISY,
      cores: tools.cores,
    },
    rows: measured,
  };
}

/** @returns {Promise<number>} the exit code */
async function main() {
  const asked = readArguments();
  if (asked.markdown) {
    if (!existsSync(LATEST)) throw new Unfit('there are no results yet: npm run bench');
    process.stdout.write(asMarkdown(JSON.parse(readFileSync(LATEST, 'utf8'))));
    return 0;
  }
  const results = await measureAll(asked);
  const whole = !asked.quick && asked.rows === undefined;
  const file = asked.output ?? (whole ? LATEST : undefined);
  if (file !== undefined) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${JSON.stringify(results, undefined, 2)}\n`);
  }
  process.stdout.write(asText(results.rows));
  const missed = results.rows.filter((row) => !keeps(row));
  for (const { name } of missed) console.error(`missed: ${name}`);
  return asked.check && missed.length > 0 ? 1 : 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  const usage = error instanceof TypeError && 'code' in error;
  console.error(usage || error instanceof Unfit ? error.message : error);
  // Servers that still run are swept, not waited for.
  process.exit(usage ? 64 : error instanceof Unfit ? 1 : 70);
}
