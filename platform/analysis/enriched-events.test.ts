import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { TEST_CACHE } from '../enrich/test-cache.ts';
import { analyse } from './analyse.ts';

test('events of files say the country and the autonomous system where they are asked for', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'enriched-'));
  try {
    const file = path.join(folder, 'access.log');
    writeFileSync(file, '8.8.8.8 - - [01/Mar/2026:08:00:01 +0000] "GET / HTTP/1.1" 200 5 "-" "curl"\n');
    const sourceOf = async (more: object): Promise<unknown> => {
      const read: { event: { source: unknown } }[] = [];
      await analyse(
        [file],
        { mode: 'events', rules: [], timeZone: 'UTC', now: 0, ...more },
        {
          finding: () => undefined,
          reject: () => undefined,
          lines: (text) => void read.push(JSON.parse(text)),
          progress: () => undefined,
        },
        1,
      );
      return read[0]?.event.source;
    };
    const plain = { address: '8.8.8.8', ip: '8.8.8.8' };
    expect(await sourceOf({})).toEqual(plain);
    expect(await sourceOf({ addresses: { cache: TEST_CACHE } })).toEqual({
      ...plain,
      geo: { country_iso_code: 'US' },
      as: { number: 15_169, organization: { name: 'Google LLC' } },
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
