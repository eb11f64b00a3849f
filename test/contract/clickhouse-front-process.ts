import { startClickhouseFront } from './clickhouse-front.ts';

/** The front in a process of its own: the engine knows one folder in each. Prints its port; ends with its input. */
const front = await startClickhouseFront();
process.stdout.write(`${front.port}\n`);
process.stdin.resume().once('end', () => void front.stop().then(() => process.exit(0)));
