/** Value types of BinXML ([MS-EVEN6] 2.2.14); bit 7 makes an array of the type. */
export const TYPE = {
  null: 0x00,
  string: 0x01,
  ansiString: 0x02,
  int8: 0x03,
  uint8: 0x04,
  int16: 0x05,
  uint16: 0x06,
  int32: 0x07,
  uint32: 0x08,
  int64: 0x09,
  uint64: 0x0a,
  real32: 0x0b,
  real64: 0x0c,
  bool: 0x0d,
  binary: 0x0e,
  guid: 0x0f,
  size: 0x10,
  filetime: 0x11,
  systemtime: 0x12,
  sid: 0x13,
  hex32: 0x14,
  hex64: 0x15,
  handle: 0x20,
  binXml: 0x21,
  xml: 0x23,
} as const;

export const ARRAY = 0x80;

/** Bytes of one item of a type with a fixed size; 0 for the others. Indexed by type. */
export const ITEM_BYTES: Uint8Array = (() => {
  const sizes = new Uint8Array(256);
  const fixed: readonly (readonly [number, number])[] = [
    [TYPE.int8, 1],
    [TYPE.uint8, 1],
    [TYPE.int16, 2],
    [TYPE.uint16, 2],
    [TYPE.int32, 4],
    [TYPE.uint32, 4],
    [TYPE.int64, 8],
    [TYPE.uint64, 8],
    [TYPE.real32, 4],
    [TYPE.real64, 8],
    [TYPE.bool, 4],
    [TYPE.guid, 16],
    [TYPE.filetime, 8],
    [TYPE.systemtime, 16],
    [TYPE.hex32, 4],
    [TYPE.hex64, 8],
  ];
  for (const [type, size] of fixed) sizes[type] = size;
  return sizes;
})();
