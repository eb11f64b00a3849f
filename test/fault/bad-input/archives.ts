import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { strToU8, zipSync } from 'fflate';
import type { BadInput } from './case.ts';

const CLI = fileURLToPath(new URL('../../../apps/cli/main.ts', import.meta.url));
const GOOD = '<38>1 2026-01-01T00:00:00Z host sshd 1 - - Failed password for root from 203.0.113.9 port 4711 ssh2\n';

/** Archives handed to `haechi events`, each beside a good file that must still be read. */
export const BAD_ARCHIVES: readonly BadInput[] = [
  {
    name: 'an archive whose members would leave the folder',
    run: () =>
      decode('escape.zip', zipSync({ '../../escaped.log': strToU8(GOOD), '/tmp/escaped-haechi.log': strToU8(GOOD) })),
  },
  {
    name: 'a zip bomb (4 GB in 4 MB)',
    run: () => {
      const zeros = new Uint8Array(256 * 1024 ** 2);
      const members = Object.fromEntries(Array.from({ length: 16 }, (_, index) => [`bomb-${index}.log`, zeros]));
      return decode('bomb.zip', zipSync(members, { level: 9 }));
    },
  },
];

/** Decodes the archive and the good file. @returns what was said of the archive */
async function decode(name: string, bytes: Uint8Array): Promise<string> {
  const folder = mkdtempSync(path.join(tmpdir(), 'haechi-archive-'));
  try {
    writeFileSync(path.join(folder, name), bytes);
    writeFileSync(path.join(folder, 'good.log'), GOOD);
    const { code, stdout, stderr } = await run(['events', folder, '--json']);
    const lines = stdout
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as { type: string; source?: string; reason?: string });
    if (!lines.some((line) => line.type === 'event' && line.source?.endsWith('good.log')))
      throw new Error(`the good file was not read: exit ${code}, ${stderr.slice(0, 300)}`);
    for (const escaped of [
      path.join(folder, '../../escaped.log'),
      path.join(folder, '../escaped.log'),
      '/tmp/escaped-haechi.log',
    ])
      if (existsSync(escaped)) throw new Error(`${escaped} was written`);
    const said = lines
      .filter((line) => line.type === 'reject')
      .map((line) => `${line.source?.split('/').at(-1)}: ${line.reason}`);
    const decoded = lines.filter((line) => line.type === 'event').length;
    return `exit ${code}, ${decoded} events, rejects ${said.length}${said.length > 0 ? ` (${[...new Set(said)].slice(0, 3).join('; ')})` : ''}${stderr === '' ? '' : `; ${stderr.trim().slice(0, 200)}`}`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function run(args: readonly string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [CLI, ...args], { maxBuffer: 64 * 1024 ** 2 }, (error, stdout, stderr) => {
      if (error !== null && typeof error.code !== 'number') reject(error);
      else resolve({ code: Number(error?.code ?? 0), stdout, stderr });
    });
  });
}
