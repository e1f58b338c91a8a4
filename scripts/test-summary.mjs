// Adds up what the test runs of scripts/test.sh left in a directory and prints the one line they end with.
//   node scripts/test-summary.mjs DIR
// NAME.json    a vitest report (its json reporter)     NAME.exit    that run ended badly, and why
// NAME.failed  a step that is not vitest failed        each such step counts as one failed test
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * @param {string} dir
 * @param {string} name of a vitest run
 * @returns {{ passed: number, failed: string[], skipped: string[] }}
 */
function vitestRun(dir, name) {
  const path = join(dir, `${name}.json`);
  if (!existsSync(path))
    return { passed: 0, failed: ['no report: vitest did not get that far'], skipped: [] };
  const files = JSON.parse(readFileSync(path, 'utf8')).testResults;
  const tests = files.flatMap((file) => file.assertionResults);
  const named = (status) => tests.filter((test) => status.includes(test.status)).map((test) => test.fullName);
  // A file that cannot be loaded, or whose setup fails, has no failed test of its own.
  const broken = files.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  );
  const failed = [...named(['failed']), ...broken.map((file) => `${file.name}: ${file.message}`)];
  if (failed.length === 0 && existsSync(join(dir, `${name}.exit`)))
    failed.push('vitest failed outside of any test');
  return {
    passed: named(['passed']).length,
    failed,
    skipped: named(['pending', 'skipped', 'todo', 'disabled']),
  };
}

const [dir = '.test-results'] = process.argv.slice(2);
const names = readdirSync(dir);
const runs = new Set(
  names.filter((name) => /\.(json|exit)$/.test(name)).map((name) => name.replace(/\.\w+$/, '')),
);
const steps = names.filter((name) => name.endsWith('.failed')).map((name) => name.replace(/\.failed$/, ''));

let passed = 0;
let failed = steps.length;
console.log('');
for (const name of [...runs].sort()) {
  const run = vitestRun(dir, name);
  passed += run.passed;
  failed += run.failed.length;
  console.log(`${name}: ${run.passed} passed, ${run.failed.length} failed, ${run.skipped.length} skipped`);
  for (const test of run.failed) console.log(`  failed: ${test}`);
  for (const test of run.skipped) console.log(`  skipped: ${test}`);
}
for (const name of steps) console.log(`${name}: failed`);
console.log(`tests: ${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
