import { createHash } from 'node:crypto';
import { decodeText } from '@haechi/platform/ingest/text.ts';
import { envelopeOf } from '../sending/envelope.ts';
import { SHIP_LIMITS } from './limits.ts';
import type { Line } from './lines.ts';

/** Which file on this machine: where the id of a line comes from. */
export interface Origin {
  readonly host: string;
  /** Device and inode in decimal, `2049:131`. */
  readonly key: string;
  /** Counts up when the file begins anew under the same inode: truncated, or another file in its place. */
  readonly generation: number;
}

/** What is said of every line beside its text. */
export interface Said {
  readonly source: string;
  readonly sourcetype?: string;
}

/**
 * The id of a line: the same whenever and however often it is sent. The first bytes of the file are a part of it as far
 * as the line's end, for they never change while the file grows.
 */
export function lineId({ host, key, generation }: Origin, head: Buffer, { start, end }: Line): string {
  const known = head.subarray(0, Math.min(end, SHIP_LIMITS.fingerprintBytes));
  return createHash('sha256')
    .update(`${host}\n${key}\n${generation}\n${start}\n${end}\n`)
    .update(known)
    .digest('base64url')
    .slice(0, 27);
}

/** One line as a HEC envelope; `undefined` for a blank one. `isCut` when the text had to give way to the limit of an event. */
export function eventOf(
  line: Line,
  id: string,
  { host }: Origin,
  said: Said,
): { readonly text: string; readonly isCut: boolean } | undefined {
  const event = decodeText(line.bytes);
  if (!/\S/.test(event)) return undefined;
  const { text, isCut } = envelopeOf(event, id, { host, ...said });
  return { text, isCut: isCut || line.cutBytes > 0 };
}
