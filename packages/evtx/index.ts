export type { JsonObject, JsonValue } from './binxml/json.ts';
export { type ChunkPlace, type EvtxItem, readChunk } from './chunk.ts';
export type { DamageCode, EvtxDamage } from './damage.ts';
export type { EvtxOptions } from './options.ts';
export { readEvtx, readEvtxBytes } from './read.ts';
export type { EvtxRecord } from './record.ts';
export type { EvtxSource } from './source.ts';
