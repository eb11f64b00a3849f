import { expect, test } from 'vitest';
import { nodeTool } from './tool.ts';

test('no dead exports, files or dependencies', { timeout: 120_000 }, () => {
  const { status, output } = nodeTool('knip/bin/knip.js', ['--no-progress']);
  expect(status, output).toBe(0);
});
