import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { crsFolder, loadCrs } from './crs.ts';
import { engineSend, overridden, parseOverrides, parseTestFile, runTest } from './index.ts';

const folder = crsFolder() ?? '';
const overrides = parseOverrides(readFileSync(join(import.meta.dirname, 'crs-overrides.yaml'), 'utf8'));

describe.skipIf(folder === '')('the OWASP CRS test suite, in process (skipped without the corpus)', () => {
  const loaded = folder === '' ? undefined : loadCrs(folder, 'suite');

  test('every rule file loads without an error', () => {
    expect(loaded?.ruleset === undefined ? loaded : []).toEqual([]);
    expect(loaded?.ruleset?.ruleCount).toBeGreaterThan(600);
  });

  test('at most ten tests are overridden, each with a reason, and every other one passes', async () => {
    const send = engineSend(loaded!.ruleset!);
    const failures: string[] = [];
    let changed = 0;
    let total = 0;
    for (const file of globSync(join(folder, 'tests/regression/tests/**/*.yaml')).sort())
      for (const written of parseTestFile(readFileSync(file, 'utf8'), file)) {
        const wanted = overridden(written, overrides);
        total++;
        if (wanted !== written) changed++;
        if (wanted === undefined) continue;
        const { passed, title, reason } = await runTest(wanted, send);
        if (!passed) failures.push(`${title}: ${reason}`);
      }
    expect(failures).toEqual([]);
    expect(changed).toBe(overrides.reduce((sum, { testIds }) => sum + testIds.length, 0));
    expect(changed).toBeLessThanOrEqual(10);
    expect(overrides.every(({ reason }) => reason.length > 20)).toBe(true);
    expect(total).toBeGreaterThan(2_800);
  });
});
