/** Offsets and sizes of the EVTX container, in bytes ([MS-EVEN6] and libevtx's "Windows XML Event Log (EVTX) format"). */
export const FILE_HEADER_BYTES = 4096;
export const CHUNK_BYTES = 65_536;
/** Chunk header: 128 bytes, 64 string offsets, 32 template offsets. */
export const CHUNK_HEADER_BYTES = 512;
/** Record header: signature, size, identifier, FILETIME. */
export const RECORD_HEADER_BYTES = 24;
/** Header, fragment header and the copy of the size: nothing shorter can be a record. */
export const RECORD_MIN_BYTES = RECORD_HEADER_BYTES + 4 + 4;

export const FILE_SIGNATURE = Buffer.from('ElfFile\0', 'latin1');
export const CHUNK_SIGNATURE = Buffer.from('ElfChnk\0', 'latin1');
export const RECORD_SIGNATURE = Buffer.from('**\0\0', 'latin1');

export const FILE_DIRTY = 0x1;

export function u16(bytes: Uint8Array, at: number): number {
  return bytes[at]! | (bytes[at + 1]! << 8);
}

export function u32(bytes: Uint8Array, at: number): number {
  return (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> 0;
}

export function u64(bytes: Uint8Array, at: number): bigint {
  return (BigInt(u32(bytes, at + 4)) << 32n) | BigInt(u32(bytes, at));
}

/** True when `signature` stands at `at`. */
export function startsWith(bytes: Uint8Array, at: number, signature: Uint8Array): boolean {
  if (at + signature.length > bytes.length) return false;
  for (let i = 0; i < signature.length; i++) if (bytes[at + i] !== signature[i]) return false;
  return true;
}
