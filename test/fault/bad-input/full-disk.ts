import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmdirSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort, makeToken, setUp, startServer } from '../server-process.ts';
import { countStored, mustAnswer, sendHec, type Target } from './case.ts';

const DISK_MB = 512;

/**
 * A server whose data folder is on a small file system that fills up: senders must be told to slow down, what was
 * acknowledged must be there, and once there is room again it must take events as before. Needs root (mount).
 *
 * @returns what the server did. @throws Error when that was not what must be.
 */
export async function fillDisk(): Promise<string> {
  const data = mkdtempSync(path.join(tmpdir(), 'haechi-full-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK_MB}m`, 'tmpfs', data]);
  try {
    return await onSmallDisk(data);
  } finally {
    execFileSync('umount', ['-l', data]);
    rmdirSync(data);
  }
}

async function onSmallDisk(data: string): Promise<string> {
  const syslogPort = await freePort();
  const server = await startServer({ data, port: await freePort(), syslogPort });
  try {
    const admin = await setUp(server);
    const ingest = await makeToken(server, admin, ['ingest']);
    const target: Target = { server, syslogPort, ingest, read: await makeToken(server, admin, ['read']) };
    mustAnswer(await sendHec(target, 'event', JSON.stringify({ event: 'acknowledged fulldisk before' })), 200);
    const filler = path.join(data, 'filler');
    fill(filler);
    // What the spool holds in reserve is used up first: sent until it says no.
    const padding = 'x'.repeat(500_000);
    let acknowledged = 1;
    let refusal = '';
    for (let sent = 0; sent < 400 && refusal === ''; sent++) {
      const answer = await sendHec(
        target,
        'event',
        JSON.stringify({ event: `acknowledged fulldisk ${sent} ${padding}` }),
      );
      if (answer.startsWith('200 ')) acknowledged++;
      else refusal = answer;
    }
    mustAnswer(refusal, 503);
    rmSync(filler);
    let again = '';
    for (let tries = 0; tries < 50 && !again.startsWith('200 '); tries++)
      again = await sendHec(target, 'event', JSON.stringify({ event: 'acknowledged fulldisk after' }));
    mustAnswer(again, 200);
    const found = await countStored(target, 'raw:*fulldisk*', acknowledged + 1);
    if (found !== acknowledged + 1) throw new Error(`${acknowledged + 1} acknowledged, ${found} stored`);
    return `full after ${acknowledged} events: ${refusal}; with room again: ${again}; acknowledged ${acknowledged + 1}, stored ${found}`;
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : String(error)}\n${server.output().slice(-1500)}`);
  } finally {
    await server.kill();
  }
}

/** Writes until the file system says that it is full. */
function fill(file: string): void {
  const descriptor = openSync(file, 'w');
  try {
    for (let block = Buffer.alloc(1024 ** 2); block.length > 0; ) {
      try {
        writeSync(descriptor, block);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
        block = block.subarray(0, block.length >> 1);
      }
    }
  } finally {
    closeSync(descriptor);
  }
}
