import { expect, test } from 'vitest';
import { packNameOf } from './packName.ts';

test('takes the folder, else the file, in letters that a name may have', () => {
  expect(packNameOf([{ name: 'a.yml', webkitRelativePath: 'My Rules/win/a.yml' }])).toBe('my-rules');
  expect(packNameOf([{ name: 'SigmaHQ 2026.zip', webkitRelativePath: '' }])).toBe('sigmahq-2026');
  expect(packNameOf([{ name: '탐지-rules.zip', webkitRelativePath: '' }])).toBe('rules');
  expect(packNameOf([])).toBe('');
});
