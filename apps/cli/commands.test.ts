import { catalogue, LANGS } from '@haechi/locales';
import { expect, test } from 'vitest';
import { COMMANDS } from './commands.ts';

test.each(LANGS)('%s says of every command what it does', (lang) => {
  const texts = catalogue(lang);
  expect(COMMANDS.map(({ name }) => `cli.commands.${name}`).filter((key) => !texts.has(key))).toEqual([]);
});
