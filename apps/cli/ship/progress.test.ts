import { expect, test } from 'vitest';
import { shipProgress } from './progress.ts';

test('the name of a file, and what a collector answers, cannot steer the terminal', () => {
  let written = '';
  const { report, end } = shipProgress('en', true, (text) => (written += text), false);
  report.problem('/var/log/\x1b]0;title\x07\n.log', 'binary');
  report.refused('400 \x1b[2J');
  end();
  expect(written).toContain(String.raw`/var/log/\u001b]0;title\u0007\n.log`);
  expect(written).toContain(String.raw`400 \u001b[2J`);
  expect(written).not.toContain('\x1b');
});
