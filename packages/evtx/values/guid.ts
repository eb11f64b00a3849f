const HEX: readonly string[] = Array.from({ length: 256 }, (_, n) => n.toString(16).padStart(2, '0').toUpperCase());

/** GUID ([MS-DTYP] 2.3.4) in upper case without braces: `5770385F-C22A-43E0-BF4C-06F5698FFBD9`. */
export function guid(b: Uint8Array, at: number): string {
  return (
    HEX[b[at + 3]!]! +
    HEX[b[at + 2]!]! +
    HEX[b[at + 1]!]! +
    HEX[b[at]!]! +
    '-' +
    HEX[b[at + 5]!]! +
    HEX[b[at + 4]!]! +
    '-' +
    HEX[b[at + 7]!]! +
    HEX[b[at + 6]!]! +
    '-' +
    HEX[b[at + 8]!]! +
    HEX[b[at + 9]!]! +
    '-' +
    HEX[b[at + 10]!]! +
    HEX[b[at + 11]!]! +
    HEX[b[at + 12]!]! +
    HEX[b[at + 13]!]! +
    HEX[b[at + 14]!]! +
    HEX[b[at + 15]!]!
  );
}
