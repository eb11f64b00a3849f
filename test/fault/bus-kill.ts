/**
 * `node test/fault/bus-kill.ts [KILLS]`: the JetStream bus alone on three nodes, one of them killed and started in turn under
 * steady load, the bus now and then closed and opened as by a crash of its server. What was answered has to be given to the
 * consumer; the checkpoint follows it closely, as the pipeline's does. Prints the counts; exits 1 when one is missing.
 */
import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { fromBus } from '../../platform/store/batch-on-bus.ts';
import { JetStreamBus } from '../../platform/store/jetstream/jetstream-bus.ts';
import { startNats } from '../contract/nats-cluster.ts';

const KILLS = Number(process.argv[2] ?? 20);
const nats = await startNats(3);
const open = () => JetStreamBus.open({ servers: nats.servers, stream: 'busskill', replicas: 3 });
const answered = new Map<string, number>();
const given = new Set<string>();
let bus = await open();
let stop = new AbortController();
let consuming = consume();
let sending = true;
let serial = 0;

async function consume(): Promise<void> {
  const [own, signal] = [bus, stop.signal];
  let unstored = 0;
  for await (const batch of own.consume(signal)) {
    for (const record of fromBus(batch).records) given.add(record);
    if (++unstored % 5 === 0) await own.checkpoint(batch.position).catch(() => undefined);
  }
}

async function sender(): Promise<void> {
  while (sending) {
    const record = `record-${serial++}`;
    try {
      const position = await bus.publish({
        tenant: '/root/', source: 's', received: '2026-01-01T00:00:00.000Z', format: '', timeZone: 'UTC', records: [record],
      }); // biome-ignore format: one batch
      answered.set(record, position);
    } catch {
      await sleep(20);
    }
  }
}

const senders = Array.from({ length: 4 }, sender);
for (let kill = 1; kill <= KILLS; kill++) {
  await sleep(randomInt(100, 2_500));
  const node = kill % 3;
  await nats.killNode(node);
  if (kill % 2 === 0) {
    stop.abort();
    await bus.close();
    await consuming;
    [bus, stop] = [await open(), new AbortController()];
    consuming = consume();
  } else await sleep(randomInt(0, 2_000));
  await nats.startNode(node);
  process.stdout.write(`kill ${kill}/${KILLS}: ${answered.size} answered, ${given.size} given\n`);
}
sending = false;
await Promise.all(senders);
const missing = () => [...answered].filter(([record]) => !given.has(record));
for (let tries = 0; missing().length > 0 && tries < 60; tries++) await sleep(1_000);
const lost = missing();
process.stdout.write(
  `kills ${KILLS}, answered ${answered.size}, missing ${lost.length}${
    lost.length === 0
      ? ''
      : `: positions ${lost
          .slice(0, 40)
          .map(([, position]) => position)
          .join(' ')}`
  }\n`,
);
stop.abort();
await bus.close();
await nats.stop();
process.exit(lost.length === 0 ? 0 : 1);
