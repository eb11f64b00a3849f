import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { DEMO_SECONDS, type DemoLine, demoLines } from '@haechi/content/demo/demo-lines.ts';
import { HaechiError } from '@haechi/event';
import type { StateStore } from '@haechi/platform/store/state/index.ts';
import { ROOT_TENANT, scopeOf } from '@haechi/platform/tenancy/scope.ts';

/** Where the demo attack plays. */
export const DEMO_TENANT = `${ROOT_TENANT}demo/`;

/** Seconds that the forty minutes of the scenario are played in: a newcomer watches it happen and need not wait. */
const PLAY_SECONDS = 25;

/** Creates the demo tenant where it is missing. */
export async function ensureDemoTenant(state: StateStore): Promise<void> {
  try {
    await state.tenants.create(scopeOf(ROOT_TENANT), { path: DEMO_TENANT, name: 'Demo' });
  } catch (error) {
    if (!(error instanceof HaechiError) || error.code !== 'tenant_exists') throw error;
  }
}

/**
 * Plays the bundled attack into a syslog listener, one connection for each log as its host would have, the lines in
 * order. The lines carry the times of the scenario, which ends now.
 *
 * @param port TCP syslog listener of the demo tenant
 */
export async function playDemo(host: string, port: number, nowMs: number, signal: AbortSignal): Promise<void> {
  const lines = demoLines(nowMs);
  const start = nowMs - DEMO_SECONDS * 1000;
  const begun = performance.now();
  const bySource = Map.groupBy(lines, (line) => line.source);
  await Promise.all(
    [...bySource.values()].map((log) =>
      sendLog(host, port, log, async (line) => {
        const dueMs = ((line.time - start) / 1000 / DEMO_SECONDS) * PLAY_SECONDS * 1000;
        const waitMs = dueMs - (performance.now() - begun);
        if (waitMs > 5) await sleep(waitMs, undefined, { signal });
      }),
    ),
  );
}

async function sendLog(
  host: string,
  port: number,
  lines: readonly DemoLine[],
  due: (line: DemoLine) => Promise<void>,
): Promise<void> {
  const socket = connect(port, host);
  try {
    await once(socket, 'connect');
    for (const line of lines) {
      await due(line);
      if (!socket.write(`${line.line}\n`)) await once(socket, 'drain');
    }
    socket.end();
    await once(socket, 'close');
  } finally {
    socket.destroy();
  }
}
