import { defineConfig } from 'vitest/config';

/**
 * Four projects, so that each can be run alone: `vitest run --project unit`. Only integration starts programs other
 * than node: its global setup picks the containers or local processes it runs on (GATEWAYC_TEST_STACK).
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
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          globalSetup: ['test/integration/harness/global-setup.ts'],
          setupFiles: ['test/integration/harness/worker.ts'],
          testTimeout: 30_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
