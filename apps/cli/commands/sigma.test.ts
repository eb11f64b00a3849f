import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';

const folder = mkdtempSync(path.join(tmpdir(), 'haechi-sigma-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const file = (name: string, text: string): string => {
  const full = path.join(folder, name);
  writeFileSync(full, text);
  return full;
};
const rule = (id: number, search: string): string => `title: Rule ${id}
id: 00000000-0000-4000-8000-00000000000${id}
logsource: {category: process_creation, product: windows}
detection: {sel: ${search}, condition: sel}
`;
const good = file('good.yml', rule(1, "{Image|endswith: '\\a.exe'}"));
const lookaround = file('lookaround.yml', rule(2, "{Image|re: 'a(?=b)'}"));
const broken = file('broken.yml', rule(3, '{Image|nonsense: x}'));
const event = file(
  'event.json',
  '{"Channel":"Microsoft-Windows-Sysmon/Operational","EventID":1,"Image":"C:\\\\A.EXE"}',
);

function haechi(...argv: string[]): { status: number | null; stdout: string; stderr: string } {
  const main = path.join(import.meta.dirname, '../main.ts');
  return spawnSync(process.execPath, [main, 'sigma', ...argv], { encoding: 'utf8' });
}

describe('haechi sigma', () => {
  test('check: exit 0 for good rules, 1 with the reason of each bad one', () => {
    expect(haechi('check', good).status).toBe(0);
    const { status, stdout } = haechi('check', folder, '--json');
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ files: 3, rejected: [{ code: 'unknown_modifier', path: broken }] });
  });

  test('convert: a query for each rule, a reason for each that has none', () => {
    const alone = haechi('convert', good, '--to', 'clickhouse');
    expect(alone.status).toBe(0);
    expect(alone.stdout).toMatch(/^-- Rule 1 \S+\nWITH\n.*SELECT.*FROM events.*a\.exe.*;\n/s);
    const { status, stdout } = haechi('convert', good, lookaround, broken, '--to', 'clickhouse', '--json');
    expect(status).toBe(1);
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, string>);
    expect(lines).toMatchObject([
      { title: 'Rule 1', query: expect.stringContaining('SELECT') },
      { title: 'Rule 2', error: expect.stringMatching(/^not_convertible: lookaround/) },
      { path: broken, error: expect.stringMatching(/^unknown_modifier/) },
    ]);
  });

  test('convert: another language and a missing file are said', () => {
    expect(haechi('convert', good, '--to', 'splunk')).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/^error\[usage\]/),
    });
    const missing = haechi('convert', path.join(folder, 'none.yml'), '--to', 'clickhouse');
    expect(missing).toMatchObject({ status: 1, stderr: expect.stringMatching(/^error\[rules_unreadable\]/) });
  });

  test.each(['ko', 'en', 'ja'])('explain: why a rule matches, in %s', (lang) => {
    const { status, stdout } = haechi('explain', good, event, '--lang', lang);
    expect(status).toBe(0);
    expect(stdout).toContain('Image = C:\\A.EXE');
  });
});
