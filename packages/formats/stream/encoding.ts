import { isAscii, isUtf8 } from 'node:buffer';
import iconv from 'iconv-lite';

/** Encodings a log file may be in; names as iconv-lite has them. */
type Encoding = 'utf8' | 'utf-16le' | 'utf-16be' | 'cp949' | 'shift_jis' | 'windows-1252';

/**
 * The encoding of a sample of bytes, by its byte order mark or by what its bytes can be; `undefined` when the sample is
 * plain ASCII and so tells nothing.
 */
function detectEncoding(bytes: Uint8Array): Encoding | undefined {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf8';
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const wide = wideEncoding(bytes);
  if (wide !== undefined) return wide;
  if (isAscii(bytes)) return undefined;
  // A sample may end inside a character of up to four bytes.
  for (let cut = 0; cut <= 3; cut++) if (isUtf8(bytes.subarray(0, bytes.length - cut))) return 'utf8';
  const korean = koreanScore(bytes);
  const japanese = japaneseScore(bytes);
  if (Math.max(korean, japanese) <= 0) return mostlyUtf8(bytes) ? 'utf8' : 'windows-1252';
  if (mostlyUtf8(bytes)) return 'utf8';
  return korean >= japanese ? 'cp949' : 'shift_jis';
}

/** UTF-16 without a mark: every other byte of Latin text is zero. */
function wideEncoding(bytes: Uint8Array): Encoding | undefined {
  const length = Math.min(bytes.length & ~1, 4096);
  if (length < 16) return undefined;
  let even = 0;
  let odd = 0;
  for (let i = 0; i < length; i += 2) {
    if (bytes[i] === 0) even += 1;
    if (bytes[i + 1] === 0) odd += 1;
  }
  const pairs = length / 2;
  if (odd > pairs * 0.6 && even < pairs * 0.05) return 'utf-16le';
  if (even > pairs * 0.6 && odd < pairs * 0.05) return 'utf-16be';
  return undefined;
}

/** UTF-8 with a few broken bytes (a cut line, a binary value) is still UTF-8. */
function mostlyUtf8(bytes: Uint8Array): boolean {
  let good = 0;
  let bad = 0;
  for (let i = 0; i < bytes.length; i++) {
    const lead = bytes[i] as number;
    if (lead < 0x80) continue;
    const more =
      lead >= 0xf0 && lead < 0xf5 ? 3 : lead >= 0xe0 && lead < 0xf0 ? 2 : lead >= 0xc2 && lead < 0xe0 ? 1 : 0;
    let fits = more > 0;
    for (let k = 1; k <= more; k++) fits &&= ((bytes[i + k] ?? 0) & 0xc0) === 0x80;
    if (fits) {
      good += 1;
      i += more;
    } else bad += 1;
  }
  return good > bad * 4;
}

/** Hangul syllables of KS X 1001 (lead B0..C8) count for, impossible pairs against. */
function koreanScore(bytes: Uint8Array): number {
  let score = 0;
  for (let i = 0; i < bytes.length; i++) {
    const lead = bytes[i] as number;
    if (lead < 0x80) continue;
    const trail = bytes[i + 1];
    if (trail === undefined) break;
    if (lead >= 0xb0 && lead <= 0xc8 && trail >= 0xa1 && trail <= 0xfe) score += 2;
    else if (
      lead >= 0x81 &&
      lead <= 0xfe &&
      ((trail >= 0x41 && trail <= 0x5a) || (trail >= 0x61 && trail <= 0x7a) || (trail >= 0x81 && trail <= 0xfe))
    )
      score += 0;
    else {
      score -= 4;
      continue;
    }
    i += 1;
  }
  return score;
}

/** Hiragana (82 9F..F1) and katakana (83 40..96) of Shift_JIS count for, impossible pairs against. */
function japaneseScore(bytes: Uint8Array): number {
  let score = 0;
  for (let i = 0; i < bytes.length; i++) {
    const lead = bytes[i] as number;
    if (lead < 0x80 || (lead >= 0xa1 && lead <= 0xdf)) continue;
    const trail = bytes[i + 1];
    if (trail === undefined) break;
    if ((lead === 0x82 && trail >= 0x9f && trail <= 0xf1) || (lead === 0x83 && trail >= 0x40 && trail <= 0x96))
      score += 2;
    else if (
      ((lead >= 0x81 && lead <= 0x9f) || (lead >= 0xe0 && lead <= 0xfc)) &&
      trail >= 0x40 &&
      trail <= 0xfc &&
      trail !== 0x7f
    )
      score += 0;
    else {
      score -= 4;
      continue;
    }
    i += 1;
  }
  return score;
}

/** Turns chunks of bytes into text. Until a byte beyond ASCII is seen, the encoding stays open. */
export class TextReader {
  private decoder: { write(bytes: Buffer): string; end(): string | undefined } | undefined;
  private first = true;

  push(bytes: Uint8Array): string {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (this.decoder === undefined) {
      const encoding = detectEncoding(bytes);
      if (encoding === undefined) {
        this.first = false;
        return buffer.toString('latin1');
      }
      this.decoder = iconv.getDecoder(encoding, { stripBOM: false });
    }
    const text = this.decoder.write(buffer);
    if (!this.first || text === '') return text;
    this.first = false;
    return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  }

  end(): string {
    return this.decoder?.end() ?? '';
  }
}

/** The text of a whole file, in whichever of the encodings it is; without a byte order mark. */
export function decodeBytes(bytes: Uint8Array): string {
  const reader = new TextReader();
  return reader.push(bytes) + reader.end();
}
