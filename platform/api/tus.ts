import type { IncomingHttpHeaders } from 'node:http';
import { fault } from './errors.ts';

/** tus resumable upload protocol 1.0.0, https://tus.io/protocols/resumable-upload; what of it is served. */
export const TUS_VERSION = '1.0.0';
export const TUS_EXTENSIONS = 'creation,creation-with-upload,expiration,termination';
/** Content type of a part ("PATCH"). */
export const PART_TYPE = 'application/offset+octet-stream';

/** A header that is a count of bytes. @throws HaechiError `invalid_request` */
export function countIn(headers: IncomingHttpHeaders, name: string): number {
  const text = headers[name];
  if (typeof text === 'string' && /^\d{1,15}$/.test(text)) return Number(text);
  throw fault('invalid_request', `headers/${name}`);
}

/** Refuses a sender that speaks another version ("Tus-Resumable"); one that names none is taken at its word. */
export function checkVersion(headers: IncomingHttpHeaders): void {
  const version = headers['tus-resumable'];
  if (version !== undefined && version !== TUS_VERSION) throw fault('tus_version', 'headers/tus-resumable');
}

/**
 * Reads `Upload-Metadata` ("Creation"): `key base64,key base64`.
 *
 * @throws HaechiError `invalid_request`
 */
export function metadataOf(headers: IncomingHttpHeaders): ReadonlyMap<string, string> {
  const text = headers['upload-metadata'];
  const found = new Map<string, string>();
  if (typeof text !== 'string' || text.trim() === '') return found;
  if (text.length > 16_384) throw fault('invalid_request', 'headers/upload-metadata');
  for (const pair of text.split(',')) {
    const [, key = '', value = ''] = /^\s*([^\s,]{1,64})(?: +([A-Za-z0-9+/=]*))?\s*$/.exec(pair) ?? [];
    if (key === '') throw fault('invalid_request', 'headers/upload-metadata');
    found.set(key, Buffer.from(value, 'base64').toString('utf8'));
  }
  return found;
}
