/** Decodes 8-bit text in the code page that the machine which wrote the log had; the file does not say which. */
export interface AnsiDecoder {
  decode(bytes: Uint8Array): string;
}

/** By label: labels come from options, never from a file. */
const decoders = new Map<string, AnsiDecoder>();

/**
 * @param label an encoding label of the WHATWG Encoding Standard, for example `windows-1252`, `euc-kr` (code page 949),
 *   `shift_jis` (932)
 * @throws RangeError for a label that is not one
 */
export function ansiDecoder(label: string): AnsiDecoder {
  let found = decoders.get(label);
  if (found === undefined) decoders.set(label, (found = new TextDecoder(label)));
  return found;
}
