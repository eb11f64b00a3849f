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

/** The members of a zip file, in the order of its directory. Throws when the directory is damaged. */
export async function* zipMembers(from: string | Buffer, limits: FileLimits): AsyncGenerator<ZipMember> {
  const zip = await (typeof from === 'string'
    ? yauzl.openPromise(from, OPTIONS)
    : yauzl.fromBufferPromise(from, OPTIONS));
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
        open: () => zip.openReadStreamPromise(entry),
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
