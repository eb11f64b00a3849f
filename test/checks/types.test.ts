import { expect, test } from 'vitest';
import { nodeTool } from './tool.ts';

test('types: packages, platform, apps, tests', { timeout: 300_000 }, () => {
  expect(nodeTool('typescript/bin/tsc', ['-p', '.'])).toEqual({ status: 0, output: '' });
});

test('types: console', { timeout: 300_000 }, () => {
  expect(nodeTool('typescript/bin/tsc', ['-p', 'apps/console'])).toEqual({ status: 0, output: '' });
});
