import { readChunk } from '../chunk.ts';
import type { EvtxOptions } from '../options.ts';
import type { EvtxRecord } from '../record.ts';
import type { Element, Instance } from './binxml.ts';
import { chunkOf } from './writer.ts';

/** The one record of a chunk made of `root`; throws what is damaged instead. */
export function readOne(root: Element | Instance, options: EvtxOptions = {}): EvtxRecord {
  const [item] = readChunk(chunkOf([{ root }]), { chunk: 0, offset: 0 }, options);
  if (item?.kind !== 'record') throw new Error(`no record: ${JSON.stringify(item)}`);
  return item;
}
