/** Why a snappy block cannot be taken off: damaged, or larger than allowed. */
export type SnappyFault = 'damaged' | 'too_large';

/** Bytes of a length in the preamble at most: 32 bits, seven at a time. */
const MAX_LENGTH_BYTES = 5;

/**
 * Takes off snappy's block format (google/snappy, format_description.txt): the length of the content, then literals and
 * copies of what came before. Reads each byte once, and writes no more than the limit.
 *
 * @param maxBytes length of the content at most
 */
export function unsnappy(bytes: Buffer, maxBytes: number): Buffer | SnappyFault {
  let position = 0;
  let length = 0;
  for (;;) {
    const byte = bytes[position];
    if (byte === undefined || position === MAX_LENGTH_BYTES) return 'damaged';
    length += (byte & 0x7f) * 2 ** (7 * position++);
    if (byte < 0x80) break;
  }
  if (length > maxBytes) return 'too_large';
  const out = Buffer.allocUnsafe(length);
  let end = 0;
  while (position < bytes.length) {
    const tag = bytes[position++]!;
    if ((tag & 3) === 0) {
      let size = (tag >> 2) + 1;
      if (size > 60) {
        const sizeBytes = size - 60;
        if (position + sizeBytes > bytes.length) return 'damaged';
        size = bytes.readUIntLE(position, sizeBytes) + 1;
        position += sizeBytes;
      }
      if (position + size > bytes.length || end + size > length) return 'damaged';
      bytes.copy(out, end, position, position + size);
      position += size;
      end += size;
      continue;
    }
    const offsetBytes = [0, 1, 2, 4][tag & 3]!;
    if (position + offsetBytes > bytes.length) return 'damaged';
    const low = bytes.readUIntLE(position, offsetBytes);
    position += offsetBytes;
    const size = offsetBytes === 1 ? ((tag >> 2) & 7) + 4 : (tag >> 2) + 1;
    const offset = offsetBytes === 1 ? (tag >> 5) * 256 + low : low;
    if (offset === 0 || offset > end || end + size > length) return 'damaged';
    // A copy may reach into what it writes itself, so that a pattern repeats.
    if (offset >= size) out.copyWithin(end, end - offset, end - offset + size);
    else for (let i = 0; i < size; i++) out[end + i] = out[end + i - offset]!;
    end += size;
  }
  return end === length ? out : 'damaged';
}
