import { globSync, writeFileSync } from 'node:fs';
import { ensureDebianPackages } from '../../../apps/cli/debian.ts';

/** A wall clock that can be set while a process runs. */
export interface FakeClock {
  /** Environment of the process. */
  readonly env: NodeJS.ProcessEnv;
  /** @param offset from the true time, as faketime writes it: `+1d`, `-2h`, `+0`; it holds within a second */
  set(offset: string): void;
}

/**
 * Prepares libfaketime for a process: `Date` follows the offset, timers and `performance.now` do not.
 *
 * Timed waits of threads are translated wrongly while the clock is ahead: ClickHouse's own `MemoryWorker` and `PoolDelayExec`
 * spin in futex calls then, at a high priority, so that answers on a busy machine may take seconds to a minute.
 *
 * @param file where the offset is handed over
 * @throws Error where the package cannot be installed
 */
export async function fakeClock(file: string): Promise<FakeClock> {
  if (!(await ensureDebianPackages(['faketime']))) throw new Error('without libfaketime no clock can be set');
  const [library] = globSync('/usr/lib/*/faketime/libfaketimeMT.so.1');
  if (library === undefined) throw new Error('the package faketime brought no libfaketimeMT.so.1');
  const set = (offset: string): void => writeFileSync(file, offset);
  set('+0');
  return {
    set,
    env: {
      LD_PRELOAD: library,
      FAKETIME_TIMESTAMP_FILE: file,
      FAKETIME_CACHE_DURATION: '1',
      // Both names: the one is read by version 0.9.10 and older, the other by newer ones.
      DONT_FAKE_MONOTONIC: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
      NO_FAKE_STAT: '1',
    },
  };
}
