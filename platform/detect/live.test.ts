import { expect, test } from 'vitest';
import { createDetector, type DetectionSources } from './detector.ts';
import { openDetection } from './live.ts';

const rule = (id: number): string => `
title: rule ${id}
id: 00000000-0000-4000-8000-00000000000${id}
logsource: { product: linux }
detection: { selection: { a: b }, condition: selection }
`;
const putInForce = async (from: DetectionSources) => createDetector(from, () => ({}));
const sources = (...ids: number[]): DetectionSources => ({
  packs: [{ owner: '/', name: 'builtin', files: ids.map((id) => ({ path: `${id}.yml`, text: rule(id) })) }],
  switches: [],
  exceptions: [],
});

test('a reload takes up what changed; calls in mid-reload share one that sees the newest', async () => {
  let loads = 0;
  let ids = [1];
  const detection = await openDetection(async () => {
    loads++;
    return sources(...ids);
  }, putInForce);
  ids = [1, 2];
  const first = detection.reload();
  ids = [1, 2, 3];
  await Promise.all([first, detection.reload(), detection.reload()]);
  expect(detection.listing().rules).toHaveLength(3);
  expect(loads).toBe(3);
});

test('a failing load leaves the rules in force', async () => {
  let fail = false;
  const detection = await openDetection(async () => {
    if (fail) throw new Error('away');
    return sources(1);
  }, putInForce);
  fail = true;
  await expect(detection.reload()).rejects.toThrow('away');
  expect(detection.listing().rules).toHaveLength(1);
  fail = false;
  await detection.reload();
});

test('a check says what would be loaded and refused', async () => {
  const detection = await openDetection(async () => sources(), putInForce);
  expect(
    detection.check([
      { path: 'a.yml', text: rule(1) },
      { path: 'b.yml', text: 'title: x' },
    ]),
  ).toMatchObject({ rules: 1, rejected: [{ path: 'b.yml' }] });
});
