import type { EventRow } from '@haechi/platform/api/schemas/events.ts';
import { expect, test } from 'vitest';
import { exceptionChoices } from './exceptionChoices.ts';

const event = {
  native: {
    UtcTime: '2026-01-01 00:00:00',
    EventID: 1,
    User: 'ACME\\backup',
    CommandLine: 'vssadmin list shadows',
    Image: 'C:\\Windows\\System32\\vssadmin.exe',
    Empty: '-',
    Long: 'x'.repeat(1025),
  },
} as unknown as EventRow;
const yaml = 'detection:\n  selection:\n    Image|endswith: vssadmin.exe\n    EventID: 1\n';

test('offers what the rule looks at first, then the rest; never what changes with every event, is empty or too long', () => {
  expect(exceptionChoices(event, yaml).map(({ field }) => field)).toEqual(['Image', 'User', 'CommandLine']);
});
