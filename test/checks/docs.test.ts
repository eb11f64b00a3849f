import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { COMMANDS } from '../../apps/cli/commands.ts';
import { ROOT, sourceFiles } from './tool.ts';

const documents = sourceFiles('.md').filter((file) => !file.startsWith('node_modules/'));
const text = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');

/** Folders and files named in documents that only exist once something ran, or that belong to the reader. */
const MADE_LATER = /^(data|dist|\.runtime)\b|^apps\/console\/dist/;

test('every path that a document names exists', () => {
  const missing: string[] = [];
  let checked = 0;
  for (const file of documents) {
    for (const [, named = ''] of text(file).matchAll(
      /`((?:packages|platform|apps|content|locales|test|docs)\/[\w./-]*)`/g,
    )) {
      checked++;
      if (!MADE_LATER.test(named) && !existsSync(path.join(ROOT, named))) missing.push(`${file}: ${named}`);
    }
  }
  expect(missing).toEqual([]);
  expect(checked).toBeGreaterThan(10);
});

test('every link between documents leads somewhere', () => {
  const broken: string[] = [];
  for (const file of documents) {
    for (const [, target = ''] of text(file).matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)) {
      if (/^[a-z]+:/.test(target)) continue;
      if (!existsSync(path.join(ROOT, path.dirname(file), target))) broken.push(`${file}: ${target}`);
    }
  }
  expect(broken).toEqual([]);
});

test('every command that a document shows exists', () => {
  const names = new Set(COMMANDS.map((command) => command.name));
  const unknown: string[] = [];
  let checked = 0;
  for (const file of documents) {
    for (const [, name = ''] of text(file).matchAll(/\.\/haechi ([a-z]+)/g)) {
      checked++;
      if (!names.has(name)) unknown.push(`${file}: ./haechi ${name}`);
    }
  }
  expect(unknown).toEqual([]);
  expect(checked).toBeGreaterThan(5);
});

test('nothing names a registry host', () => {
  const hosts = /registry\.npmjs|deb\.debian/;
  const found = sourceFiles('.ts', '.tsx', '.md', '.json', '.yml', 'haechi').filter(
    (file) => file !== 'test/checks/docs.test.ts' && hosts.test(text(file)),
  );
  expect(found).toEqual([]);
});
