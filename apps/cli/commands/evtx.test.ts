import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { element } from '../../../packages/evtx/test/binxml.ts';
import { chunkOf, fileOf } from '../../../packages/evtx/test/writer.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'haechi-evtx-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const root = (text: string) => element('Event', {}, element('System', {}, element('EventID', {}, text)));
const log = fileOf([chunkOf([{ root: root('1') }, { root: root('2') }])]);
const sound = path.join(folder, 'sound.evtx');
writeFileSync(sound, log);
const damaged = path.join(folder, 'damaged.evtx');
writeFileSync(damaged, log.fill(0xff, 4096 + 512, 4096 + 520));

function haechi(...argv: string[]): { status: number | null; stdout: string; stderr: string } {
  const main = path.join(import.meta.dirname, '../main.ts');
  return spawnSync(process.execPath, [main, 'evtx', ...argv], { encoding: 'utf8' });
}

describe('haechi evtx', () => {
  test('--json: one object a line', () => {
    const { status, stdout } = haechi(sound, '--json');
    expect(status).toBe(0);
    const lines = stdout.trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual(
      [1, 2].map((EventID) => ({ Event: { System: { EventID } } })),
    );
  });

  test('--xml: one document', () => {
    const { status, stdout } = haechi(sound, '--xml');
    expect(status).toBe(0);
    expect(stdout).toMatch(/^<\?xml [^>]*>\n<Events>\n(<Event>.*<\/Event>\n){2}<\/Events>\n$/);
  });

  test('damage goes to stderr, the rest is printed, exit 1', () => {
    const { status, stdout, stderr } = haechi(damaged);
    expect(status).toBe(1);
    expect(stderr).toContain('error[chunk_data_checksum]');
    expect(stderr).toContain('error[record_signature]');
    expect(stdout).toBe('{"Event":{"System":{"EventID":2}}}\n');
  });

  test('no such file, no such encoding, wrong usage', () => {
    expect(haechi(path.join(folder, 'none.evtx'))).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('error[file_unreadable]'),
    });
    expect(haechi(sound, '--ansi-encoding', 'none')).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('error[unknown_encoding]'),
    });
    expect(haechi(sound, '--json', '--xml').status).toBe(2);
    expect(haechi().status).toBe(2);
    expect(haechi('--help').status).toBe(0);
  });
});
