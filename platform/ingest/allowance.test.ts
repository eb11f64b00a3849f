import { HaechiError } from '@haechi/event';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Allowance, Allowances } from './allowance.ts';

const NONE = new Map<string, number>();
const bound = (path: string, eventsPerSecond: number | null, bytesPerDay: number | null = null): Allowance => ({
  path,
  eventsPerSecond,
  bytesPerDay,
});

function codeOf(act: () => void): string | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    return error instanceof HaechiError ? `${error.code} ${error.where}` : String(error);
  }
}

describe('what tenants may send', () => {
  test('without a bound everything is taken', () => {
    const allowances = new Allowances(() => 0);
    allowances.set([bound('/root/', null)], NONE);
    expect(codeOf(() => allowances.take('/root/', 1e9, 1e12))).toBeUndefined();
  });

  test('a burst of ten seconds, then the rate; a large batch is paid off afterwards', () => {
    let now = 0;
    const allowances = new Allowances(() => now);
    allowances.set([bound('/root/a/', 100)], NONE);
    allowances.take('/root/a/', 1_500, 1);
    expect(codeOf(() => allowances.take('/root/a/', 1, 1))).toBe('intake_rate_exceeded /root/a/');
    now = 5_000;
    expect(codeOf(() => allowances.take('/root/a/', 1, 1))).toBe('intake_rate_exceeded /root/a/');
    now = 5_010;
    expect(codeOf(() => allowances.take('/root/a/', 1, 1))).toBeUndefined();
    expect(codeOf(() => allowances.take('/root/b/', 1e6, 1))).toBeUndefined();
  });

  test('what a tenant sends counts for those above it, and a refusal takes from none', () => {
    const allowances = new Allowances(() => 0);
    allowances.set([bound('/root/msp/', 10), bound('/root/msp/one/', 1_000)], NONE);
    allowances.take('/root/msp/two/', 100, 1);
    expect(codeOf(() => allowances.take('/root/msp/one/', 1, 1))).toBe('intake_rate_exceeded /root/msp/');
    allowances.set([bound('/root/msp/one/', 1_000)], NONE);
    allowances.take('/root/msp/one/', 9_999, 1);
    expect(codeOf(() => allowances.take('/root/msp/one/', 1, 1))).toBeUndefined();
  });

  test('the volume of a day, with what came in before the start, ends at midnight UTC', () => {
    let now = Date.parse('2026-03-14T23:59:00Z');
    const allowances = new Allowances(() => now);
    allowances.set(
      [bound('/root/a/', null, 1_000)],
      new Map([
        ['/root/a/', 400],
        ['/root/a/x/', 500],
        ['/root/ab/', 9_000],
      ]),
    );
    allowances.take('/root/a/x/', 1, 150);
    expect(codeOf(() => allowances.take('/root/a/', 1, 1))).toBe('intake_volume_exceeded /root/a/');
    now = Date.parse('2026-03-15T00:00:00Z');
    expect(codeOf(() => allowances.take('/root/a/', 1, 1))).toBeUndefined();
  });

  test('a clock that was ahead for a moment does not take away the next day', () => {
    const noon = Date.parse('2026-03-14T12:00:00Z');
    let now = noon;
    const allowances = new Allowances(() => now);
    allowances.set([bound('/root/a/', null, 100)], NONE);
    now = noon + 365 * 86_400_000;
    allowances.take('/root/a/', 1, 60);
    now = noon;
    allowances.take('/root/a/', 1, 60);
    expect(codeOf(() => allowances.take('/root/a/', 1, 1))).toBe('intake_volume_exceeded /root/a/');
    now = noon + 86_400_000;
    expect(codeOf(() => allowances.take('/root/a/', 1, 1))).toBeUndefined();
  });

  test('a reload keeps what was used, and takes a lower rate at once', () => {
    const allowances = new Allowances(() => 0);
    allowances.set([bound('/root/a/', 1_000, 100)], NONE);
    allowances.take('/root/a/', 1, 100);
    allowances.set([bound('/root/a/', 1_000, 100)], NONE);
    expect(codeOf(() => allowances.take('/root/a/', 1, 1))).toBe('intake_volume_exceeded /root/a/');
    allowances.set([bound('/root/a/', 1)], NONE);
    allowances.take('/root/a/', 10, 1);
    expect(codeOf(() => allowances.take('/root/a/', 1, 1))).toBe('intake_rate_exceeded /root/a/');
  });

  test('over any time no more than burst, rate and one batch is taken, whatever the clock does', () => {
    const step = fc.record({ ms: fc.integer({ min: -5_000, max: 5_000 }), records: fc.integer({ min: 1, max: 50 }) });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), fc.array(step, { maxLength: 200 }), (rate, steps) => {
        let now = 1_000_000;
        let forward = 0;
        let taken = 0;
        const allowances = new Allowances(() => now);
        allowances.set([bound('/root/', rate)], NONE);
        for (const { ms, records } of steps) {
          now += ms;
          forward += Math.max(0, ms);
          if (codeOf(() => allowances.take('/root/', records, 1)) === undefined) taken += records;
        }
        expect(taken).toBeLessThanOrEqual(rate * 10 + (forward / 1_000) * rate + 50);
      }),
    );
  });
});
