import type { BatchOnBus, IntakeBatch } from './ports.ts';

/** A batch as it lies on a bus: JSON in UTF-8. */
export function toBus(batch: Omit<IntakeBatch, 'position'>): Buffer {
  return Buffer.from(JSON.stringify(batch));
}

/** The batch that was written there. @throws SyntaxError where it is damaged */
export function fromBus({ position, payload }: BatchOnBus): IntakeBatch {
  const text = Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength).toString('utf8');
  return { ...(JSON.parse(text) as Omit<IntakeBatch, 'position'>), position };
}
