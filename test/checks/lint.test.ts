import { expect, test } from 'vitest';
import { nodeTool } from './tool.ts';

test('linter and formatter', { timeout: 120_000 }, () => {
  const { status, output } = nodeTool('@biomejs/biome/bin/biome', ['ci', '--colors=off', '--error-on-warnings', '.']);
  expect(status, output).toBe(0);
  expect(output).toMatch(/Checked [1-9]\d* files/);
});
