import { JetStreamApiCodes, JetStreamApiError, type JetStreamManager } from '@nats-io/jetstream';
import type { JetStreamOptions } from './stream.ts';

/** Stream of one message: up to where a process that reads all parts has stored. */
export function checkpointStream({ stream }: Pick<JetStreamOptions, 'stream'>): string {
  return `${stream}-checkpoint`;
}

export function checkpointSubject({ stream }: Pick<JetStreamOptions, 'stream'>): string {
  return `${stream}.checkpoint`;
}

/** The last checkpoint; 0 where there is none. One that was lost with its server costs a replay. */
export async function checkpointIn(
  manager: JetStreamManager,
  options: Pick<JetStreamOptions, 'stream'>,
): Promise<number> {
  const info = await manager.streams.info(checkpointStream(options)).catch((error: unknown) => {
    if (error instanceof JetStreamApiError && error.code === JetStreamApiCodes.StreamNotFound) return undefined;
    throw error;
  });
  if (info === undefined || info.state.messages === 0) return 0;
  const message = await manager.streams.getMessage(checkpointStream(options), { seq: info.state.last_seq });
  const position = Number(message?.string() ?? 0);
  return Number.isSafeInteger(position) && position >= 0 ? position : 0;
}
