import { expect, test } from 'vitest';
import { detectXss } from './index.ts';

test.each([
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '" onmouseover="alert(1)',
  "x' onfocus=alert(1) autofocus='",
  '<a href="&#106;avascript:alert(1)">',
  '<a href=" java\nscript:alert(1)">',
  '<svg/onload=alert(1)>',
  '<style>x</style>',
  '<!--[if IE]>',
  '<!DOCTYPE html>',
  '<b style="x">',
  'x onload=alert(1)',
])('%s runs something', (value) => {
  expect(detectXss(value)).toBe(true);
});

test.each([
  'a < b and c > d',
  'I <3 you',
  '<b>bold</b>',
  '<a href="https://example.com/">x</a>',
  'key=value',
  '5 > 3',
  'x=1&y=2',
  '<p class="x">',
])('%s runs nothing', (value) => {
  expect(detectXss(value)).toBe(false);
});
