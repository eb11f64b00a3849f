import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import path from 'node:path';
import { init, parse } from 'es-module-lexer';
import { beforeAll, expect, test } from 'vitest';
import { ROOT, sourceFiles } from './tool.ts';

beforeAll(() => init);

const STAGES = ['ingest', 'normalise', 'detect', 'correlate', 'respond', 'forensics', 'copilot', 'report'];

/** The unit a file belongs to: `packages/sigma`, `platform/detect`, `apps/cli`, `test`. */
function unitOf(file: string): string {
  const [top = '', second = ''] = file.split('/');
  return ['packages', 'platform', 'apps'].includes(top) ? `${top}/${second}` : top;
}

/** Where an import leads, as a path from the root; `undefined` for packages from outside. */
function target(from: string, specifier: string): string | undefined {
  if (specifier.startsWith('.')) return path.posix.normalize(path.posix.join(path.posix.dirname(from), specifier));
  const own = /^@haechi\/([a-z]+)(?:\/(.+))?$/.exec(specifier);
  if (own === null) return undefined;
  const [, name = '', inside = 'index.ts'] = own;
  if (name === 'platform') return `platform/${inside}`;
  if (name === 'locales') return `locales/${inside}`;
  return ['server', 'console', 'cli', 'waf'].includes(name) ? `apps/${name}/${inside}` : `packages/${name}/${inside}`;
}

function forbidden(from: string, to: string): string | undefined {
  const [source, goal] = [unitOf(from), unitOf(to)];
  if (source === goal) return undefined;
  if (source.startsWith('packages/') && (goal.startsWith('platform/') || goal.startsWith('apps/')))
    return 'an engine must not know the platform';
  if (source === 'packages/event') return 'packages/event depends on nothing';
  if (source.startsWith('packages/') && goal.startsWith('packages/') && goal !== 'packages/event')
    return 'engines depend on packages/event alone';
  if (source.startsWith('platform/') && goal.startsWith('apps/')) return 'the platform must not know the apps';
  const [stage, other] = [source.slice('platform/'.length), goal.slice('platform/'.length)];
  if (STAGES.includes(stage) && STAGES.includes(other)) return 'a stage must not import another stage';
  return undefined;
}

test('imports point one way: apps → platform → packages → event', () => {
  const files = sourceFiles('.ts', '.tsx').filter(
    (file) =>
      /^(packages|platform|apps)\//.test(file) && !file.endsWith('.test.ts') && !file.startsWith('apps/console/'),
  );
  const wrong: string[] = [];
  let imports = 0;
  for (const file of files) {
    const [found] = parse(stripTypeScriptTypes(readFileSync(path.join(ROOT, file), 'utf8')));
    for (const { specifier } of found) {
      if (specifier === undefined || specifier === null) continue;
      imports++;
      const to = target(file, specifier);
      const reason = to === undefined ? undefined : forbidden(file, to);
      if (reason !== undefined) wrong.push(`${file} → ${to}: ${reason}`);
    }
  }
  expect(wrong).toEqual([]);
  expect(files.length).toBeGreaterThan(20);
  expect(imports).toBeGreaterThan(50);
});

test('the check itself finds a wrong import', () => {
  expect(forbidden('packages/sigma/match.ts', 'platform/store/ports.ts')).toBeDefined();
  expect(forbidden('platform/detect/a.ts', 'platform/correlate/b.ts')).toBeDefined();
  expect(forbidden('platform/detect/a.ts', 'packages/sigma/index.ts')).toBeUndefined();
});
