import { mkdirSync } from 'node:fs';
import path from 'node:path';
import pino, { type Logger } from 'pino';

/** The server's log: one JSON object a line in `log/server.ndjson` of the data folder. */
export function openLog(dataFolder: string): Logger {
  const file = path.join(dataFolder, 'log', 'server.ndjson');
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  return pino(
    { level: 'info', base: null, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination({ dest: file, mkdir: false, sync: false, mode: 0o600 }),
  );
}
