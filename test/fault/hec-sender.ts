/**
 * `node test/fault/hec-sender.ts ORIGIN TOKEN SECONDS TAG`: sends the log mix over HEC for a bounded time, as fast as it is acknowledged.
 * Prints `{"events", "bytes", "busy"}`: what was acknowledged, its raw bytes, and how often the server said "busy".
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { logMix } from '../bench/log-mix.ts';

const [origin = '', token = '', seconds = '10', tag = 's'] = process.argv.slice(2);
const EVENTS = 1_000;
const UNDER_WAY = 2;
const mix = logMix(tag);
const until = performance.now() + Number(seconds) * 1000;
const totals = { events: 0, bytes: 0, busy: 0 };

async function send(): Promise<void> {
  while (performance.now() < until) {
    const body = mix.next(EVENTS).join('\n');
    for (;;) {
      const answer = await fetch(
        `${origin}/services/collector/raw?source=${tag}&channel=11111111-1111-4111-8111-111111111111`,
        { method: 'POST', headers: { authorization: `Splunk ${token}` }, body },
      );
      const text = await answer.text();
      if (answer.status === 200) break;
      if (answer.status !== 503 && answer.status !== 429) throw new Error(`HEC answered ${answer.status}: ${text}`);
      totals.busy++;
      await sleep(50);
    }
    totals.events += EVENTS;
    totals.bytes += Buffer.byteLength(body);
  }
}

await Promise.all(Array.from({ length: UNDER_WAY }, send));
process.stdout.write(JSON.stringify(totals));
