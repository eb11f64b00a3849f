import { deflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { DETECT_LIMITS } from './limits.ts';
import { packWindows, unpackWindows } from './saved-windows.ts';

const counted = { bus: 'b', position: 7 };
const window = (refs: string[][]) => ({
  group: [],
  newestMs: 1,
  openedMs: null,
  opening: 0,
  matchedMs: null,
  times: refs.map(() => 1),
  refs,
});
const windows = (...refs: string[][]) =>
  ({ version: 1, nowMs: 1, rules: [{ id: 'r', digest: 'd', windows: [window(refs)] }], leftOut: 0 }) as const;

test('what is packed comes back, with the entities of each event once and of no others', () => {
  const known = new Map([
    ['e1', { host: ['web01'] }],
    ['e2', { user: ['김민수'] }],
    ['e3', {}],
  ]);
  const body = packWindows(counted, windows(['e1'], ['e1', 'e2'], ['unknown']), (id) => known.get(id));
  expect(unpackWindows(body!)).toEqual({
    counted,
    windows: windows(['e1'], ['e1', 'e2'], ['unknown']),
    entities: [
      ['e1', { host: ['web01'] }],
      ['e2', { user: ['김민수'] }],
    ],
  });
});

test('entities for which there is no room are left out', () => {
  const refs = Array.from({ length: 40 }, (_, n) => [`e${n}`]);
  const host = ['x'.repeat(DETECT_LIMITS.savedEntityChars / 30)];
  const { entities } = unpackWindows(packWindows(counted, windows(...refs), () => ({ host }))!);
  expect(entities).toHaveLength(29);
});

test('more than may be saved is not', () => {
  const noise = Array.from({ length: 20 }, () => [
    Array.from({ length: 1024 ** 2 }, () => String.fromCharCode(32 + Math.random() * 60_000)).join(''),
  ]);
  expect(packWindows(counted, windows(...noise), () => undefined)).toBeUndefined();
});

describe('a state that is damaged is refused', () => {
  const refused = (given: unknown) =>
    expect(() => unpackWindows(deflateRawSync(JSON.stringify(given)))).toThrow(
      expect.objectContaining({ code: 'correlation_state_invalid' }),
    );
  const good = { version: 1, counted, windows: {}, entities: [] };

  test.each([
    ['nothing', null],
    ['another version', { ...good, version: 2 }],
    ['no position', { ...good, counted: { bus: 'b' } }],
    ['nothing counted', { ...good, counted: undefined }],
    ['entities of no kind', { ...good, entities: [['e', { colour: ['red'] }]] }],
    ['entities that are no texts', { ...good, entities: [['e', { host: [7] }]] }],
    ['too many entities', { ...good, entities: Array.from({ length: 25_001 }, () => ['e', {}]) }],
  ])('%s', (_name, given) => refused(given));

  test('names of a prototype', () => {
    const text = JSON.stringify(good).replace('"entities":[]', '"entities":[["e",{"__proto__":["x"]}]]');
    expect(() => unpackWindows(deflateRawSync(text))).toThrow();
  });

  test('what would fill the memory', () => {
    const bomb = deflateRawSync(Buffer.alloc(DETECT_LIMITS.unpackedBytes + 1, ' '));
    expect(bomb.length).toBeLessThan(100_000);
    expect(() => unpackWindows(bomb)).toThrow(expect.objectContaining({ code: 'correlation_state_invalid' }));
  });
});
