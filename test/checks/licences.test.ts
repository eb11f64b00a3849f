import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from './tool.ts';

/** Permissive licences and, for fonts, the OFL; MPL-2.0 is used unmodified. */
const ALLOWED =
  /^(MIT|MIT-0|ISC|0BSD|BSD-2-Clause|BSD-3-Clause|Apache-2\.0|MPL-2\.0|BlueOak-1\.0\.0|CC0-1\.0|CC-BY-[34]\.0|Unlicense|Python-2\.0|OFL-1\.1|Zlib)$/;

/** Data whose licence is said in words (docs/adr/0010-asn-data.md). */
const IN_WORDS = 'SEE LICENSE IN ROUTEVIEWS-LICENSE and DBIP-LICENSE (CC-BY-4.0)';

function isAllowed(licence: string): boolean {
  if (licence === IN_WORDS) return true;
  const alternatives = licence.replace(/[()]/g, '').split(/ OR /);
  return alternatives.some((choice) =>
    choice.split(/ AND | WITH LLVM-exception/).every((part) => part.trim() === '' || ALLOWED.test(part.trim())),
  );
}

interface Manifest {
  name?: string;
  license?: string | { type?: string };
  licenses?: { type: string }[];
}

function* manifests(folder: string): Generator<Manifest> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue;
    const child = path.join(folder, entry.name);
    if (entry.name.startsWith('@')) yield* manifests(child);
    else {
      const file = path.join(child, 'package.json');
      if (existsSync(file)) yield JSON.parse(readFileSync(file, 'utf8')) as Manifest;
      if (existsSync(path.join(child, 'node_modules'))) yield* manifests(path.join(child, 'node_modules'));
    }
  }
}

test('every installed dependency has a permissive licence', () => {
  const wrong: string[] = [];
  let seen = 0;
  for (const manifest of manifests(path.join(ROOT, 'node_modules'))) {
    if (manifest.name === undefined) continue;
    seen++;
    const licence =
      typeof manifest.license === 'string'
        ? manifest.license
        : (manifest.license?.type ?? manifest.licenses?.[0]?.type ?? 'none');
    if (!isAllowed(licence)) wrong.push(`${manifest.name}: ${licence}`);
  }
  expect(wrong).toEqual([]);
  expect(seen).toBeGreaterThan(100);
});

test('a copyleft licence would be refused', () => {
  expect(isAllowed('AGPL-3.0-only')).toBe(false);
  expect(isAllowed('(GPL-2.0 OR MIT)')).toBe(true);
});
