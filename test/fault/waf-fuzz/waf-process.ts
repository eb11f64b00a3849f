import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { freePort } from '../server-process.ts';

const HAECHI = fileURLToPath(new URL('../../../haechi', import.meta.url));

/**
 * V8 cleans a heap with room left late, so that memory rises without a leak: with little room what rises is leaked, and
 * what leaks for long ends the worker.
 */
const HEAP = '--max-old-space-size=256 --max-semi-space-size=8';

/** A WAF started as its users start it, with two workers. */
export interface WafProcess extends AsyncDisposable {
  readonly port: number;
  /** Process ids of the workers that run now. */
  workers(): number[];
  /** Memory of the workers, MB. */
  rssMb(): number;
  /** The most memory that a worker has held at a time, MB. */
  peakMb(): number;
  /** What it said on stderr. */
  said(): string;
}

/** @param args further arguments of `./haechi waf` */
export async function startWafProcess(upstream: string, args: readonly string[]): Promise<WafProcess> {
  const port = await freePort();
  const child = spawn(
    HAECHI,
    ['waf', '--upstream', upstream, '--listen', `127.0.0.1:${port}`, '--mode', 'block', '--workers', '2', ...args],
    { stdio: ['ignore', 'inherit', 'pipe'], env: { ...process.env, NODE_OPTIONS: HEAP } },
  );
  let said = '';
  child.stderr.on('data', (piece: Buffer) => {
    // Rules that warn or a site that breaks off say a line each: the end is enough.
    said = (said + String(piece)).slice(-200_000);
  });
  const exited = once(child, 'exit');
  await new Promise<void>((resolve, reject) => {
    child.stderr.on('data', () => {
      if ((said.match(/^listening on/gm)?.length ?? 0) >= 2) resolve();
    });
    child.once('exit', () => reject(new Error(`the WAF did not start:\n${said}`)));
  });
  const workers = (): number[] =>
    readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8').trim().split(/\s+/).map(Number);
  return {
    port,
    workers,
    rssMb: () => workers().reduce((sum, pid) => sum + memoryMb(pid, 'VmRSS'), 0),
    peakMb: () => Math.max(...workers().map((pid) => memoryMb(pid, 'VmHWM'))),
    said: () => said,
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM');
      await exited;
    },
  };
}

function memoryMb(pid: number, which: 'VmRSS' | 'VmHWM'): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(new RegExp(`^${which}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? 0) / 1024;
}
