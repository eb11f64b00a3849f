const BYTES = bytesByCharacter();

/** Text as Excel saves it on a Korean Windows: the reverse of what browsers call `euc-kr`. */
export function inCp949(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from([...text].flatMap((character) => BYTES.get(character) ?? [character.charCodeAt(0)]));
}

function bytesByCharacter(): ReadonlyMap<string, readonly number[]> {
  const decoder = new TextDecoder('euc-kr');
  const found = new Map<string, readonly number[]>();
  for (let lead = 0x81; lead <= 0xfe; lead++)
    for (let trail = 0x41; trail <= 0xfe; trail++) {
      const text = decoder.decode(Uint8Array.of(lead, trail));
      if (text.length === 1 && text !== '\uFFFD') found.set(text, [lead, trail]);
    }
  return found;
}
