import { spawnSync } from 'node:child_process';
import type { PeerRun } from './peer-run.ts';

/** Debian's defaults of a jail (`jail.conf`): so many failures within so long. */
const MAX_RETRY = 5;
const FIND_TIME_S = 600;

/** fail2ban's matching alone (`fail2ban-regex`); a jail's counting over what it matched is done here, out of its time. */
export function runFail2ban(file: string, filter: string): PeerRun {
  const started = performance.now();
  const { stdout, stderr, status } = spawnSync('fail2ban-regex', ['-o', 'row', file, filter], {
    encoding: 'utf8',
    maxBuffer: 1 << 30,
  });
  const seconds = (performance.now() - started) / 1000;
  if (status !== 0) throw new Error(`fail2ban-regex answered ${status}: ${stderr.slice(-2000)}`);
  const recent = new Map<string, number[]>();
  const found = new Set<string>();
  for (const [, ip = '', time = ''] of stdout.matchAll(/^\['([^']+)',\s*([\d.]+),/gm)) {
    const times = [...(recent.get(ip) ?? []), Number(time)].filter((one) => one > Number(time) - FIND_TIME_S);
    recent.set(ip, times);
    if (times.length >= MAX_RETRY) found.add(ip);
  }
  return { seconds, found };
}
