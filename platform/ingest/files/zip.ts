import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import iconv from 'iconv-lite';
import yauzl from 'yauzl';
import type { FileLimits } from './limits.ts';

/** One member of a zip file; names may be in any of the encodings that zip tools write. */
export interface ZipMember {
  readonly name: string;
  readonly isEncrypted: boolean;
  readonly compressedBytes: number;
  open(): Promise<AsyncIterable<Uint8Array>>;
}

const UTF8_FLAG = 0x800;

// Names are decoded here, not by the library: it gives up the whole archive at the first escaping name.
const OPTIONS = { decodeStrings: false, autoClose: false } as const;

/**
 * The members of a zip file, in the order of its directory. Throws when the directory is damaged.
 *
 * @param read hears the compressed bytes of each member that is opened
 */
export async function* zipMembers(
  from: string | Buffer,
  limits: FileLimits,
  read?: (bytes: number) => void,
): AsyncGenerator<ZipMember> {
  const zip = await (typeof from === 'string' ? openFile(from) : openBuffer(from));
  try {
    let members = 0;
    for await (const entry of zip.eachEntry()) {
      if (++members > limits.archiveMembers) throw new Error(`more than ${limits.archiveMembers} members`);
      const name = memberName(entry);
      if (name.endsWith('/')) continue;
      yield {
        name,
        isEncrypted: entry.isEncrypted(),
        compressedBytes: entry.compressedSize,
        open: () => {
          read?.(entry.compressedSize);
          return zip.openReadStreamPromise(entry);
        },
      };
    }
  } finally {
    zip.close();
  }
}

/** UTF-8 where the flag says so or the bytes are; else CP949, in which Korean Windows writes names. */
function memberName(entry: yauzl.Entry): string {
  const raw = entry.fileName as unknown as Buffer;
  const utf8 = raw.toString('utf8');
  if ((entry.generalPurposeBitFlag & UTF8_FLAG) !== 0 || !utf8.includes('\uFFFD')) return utf8;
  return iconv.decode(raw, 'cp949');
}

/** End of central directory record (APPNOTE 4.3.16): its signature and its size without the comment. */
const END_SIGNATURE = Buffer.from('504b0506', 'hex');
const END_BYTES = 22;
const LONGEST_COMMENT = 0xffff;

async function openBuffer(bytes: Buffer): Promise<yauzl.ZipFile> {
  return yauzl.fromBufferPromise(bytes.subarray(0, await zipBytes(bytes)), OPTIONS);
}

async function openFile(path: string): Promise<yauzl.ZipFile> {
  await using handle = await open(path, 'r');
  const bytes = await zipBytes(handle);
  return yauzl.fromRandomAccessReaderPromise(new FileReader(path), bytes, OPTIONS);
}

/**
 * Bytes up to the end of the archive. Some tools leave a byte or two behind it, which the library takes for damage and
 * other programs pass over.
 */
async function zipBytes(from: FileHandle | Buffer): Promise<number> {
  const size = Buffer.isBuffer(from) ? from.length : (await from.stat()).size;
  const start = Math.max(0, size - END_BYTES - LONGEST_COMMENT);
  const tail = Buffer.isBuffer(from)
    ? from.subarray(start)
    : (await from.read(Buffer.alloc(size - start), 0, size - start, start)).buffer;
  const at = tail.lastIndexOf(END_SIGNATURE);
  if (at < 0 || at + END_BYTES > tail.length) return size;
  return Math.min(size, start + at + END_BYTES + tail.readUInt16LE(at + 20));
}

class FileReader extends yauzl.RandomAccessReader {
  readonly #path: string;
  constructor(path: string) {
    super();
    this.#path = path;
  }
  override _readStreamForRange(start: number, end: number): Readable {
    return createReadStream(this.#path, { start, end: end - 1 });
  }
}
