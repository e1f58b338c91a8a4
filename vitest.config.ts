import { defineConfig } from 'vitest/config';

/** Tests that deploy to this very machine, or need its nginx alone: the same on every stack. */
const HOST = ['test/integration/{deploy,lua}/**/*.test.ts'];

/** What starts programs other than node. */
const real = {
  globalSetup: ['test/integration/harness/global-setup.ts'],
  setupFiles: ['test/integration/harness/worker.ts'],
  testTimeout: 30_000,
  hookTimeout: 120_000,
};

/**
 * Five projects, so that each can be run alone: `vitest run --project unit`. The global setup of integration picks the
 * containers or local processes it runs on (GATEWAYC_TEST_STACK); host always uses this machine.
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.ts', 'test/features/**/*.test.ts', 'test/contract/**/*.test.ts'],
        },
      },
      { test: { name: 'golden', include: ['test/golden/**/*.test.ts'] } },
      { test: { name: 'structure', include: ['test/structure/**/*.test.ts'] } },
      {
        test: { name: 'integration', include: ['test/integration/**/*.test.ts'], exclude: HOST, ...real },
      },
      { test: { name: 'host', include: HOST, ...real } },
    ],
  },
});
