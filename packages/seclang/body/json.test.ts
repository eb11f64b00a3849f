import { expect, test } from 'vitest';
import { JSON_NAME_BYTES } from '../limits.ts';
import { parseJson } from './json.ts';

test('names of values are held up to a limit: a long one around many values is an error', () => {
  const name = 'n'.repeat(JSON_NAME_BYTES / 100);
  const { entries, error } = parseJson(`{"${name}":[${'1,'.repeat(998)}1]}`, 512, 1_000);
  expect(error).toMatch(/^names of more than 1048576 bytes/);
  expect(entries.length).toBeLessThan(100);
  expect(entries[0]).toMatchObject({ key: `json.${name}.array_0` });
});

test('a thousand values below ordinary names are read', () => {
  const { entries, error } = parseJson(`{"${'name'.repeat(20)}":[${'1,'.repeat(998)}1]}`, 512, 1_000);
  expect(error).toBeUndefined();
  expect(entries).toHaveLength(999);
});
