import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    // Native engines (chDB) allow one data directory per process, so test files get processes, not threads.
    pool: 'forks',
    execArgv: [
      '--enable-experimental-regexp-engine-on-excessive-backtracks',
      '--regexp-backtracks-before-fallback=10000',
    ],
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
