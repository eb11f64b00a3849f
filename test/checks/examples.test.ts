import { spawnSync } from 'node:child_process';
import { globSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from './tool.ts';

/** Examples in TypeScript with what they print. */
const EXAMPLE = /```ts\n(.*?)```\s+```text\n(.*?)```/gs;

const examples = globSync('packages/*/README.md', { cwd: ROOT }).flatMap((file) =>
  [...readFileSync(path.join(ROOT, file), 'utf8').matchAll(EXAMPLE)].map(([, code = '', printed = ''], index) => ({
    file,
    number: index + 1,
    code,
    printed,
  })),
);

test('there are examples', () => expect(examples.length).toBeGreaterThan(2));

test.each(examples)('$file, example $number prints what it says', ({ file, number, code, printed }) => {
  // Beside the README, so that the packages are found as a reader's program would find them.
  const script = path.join(ROOT, path.dirname(file), `example-${number}-${process.pid}.tmp.ts`);
  writeFileSync(script, code);
  try {
    const { stdout, stderr } = spawnSync(process.execPath, [script], { encoding: 'utf8' });
    expect({ stdout, stderr }).toEqual({ stdout: printed, stderr: '' });
  } finally {
    rmSync(script);
  }
});
