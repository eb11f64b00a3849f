/** One top-level JSON object of a body, as a slice of the text, and where its member `event` lies. */
export interface JsonSlice {
  readonly start: number;
  readonly end: number;
  /** Position of the value of the last top-level member named `event`; absent where there is none. */
  readonly event?: { readonly start: number; readonly end: number };
}

const QUOTE = 34;
const BACKSLASH = 92;
const COMMA = 44;
const COLON = 58;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;
const OPEN_BRACKET = 91;
const CLOSE_BRACKET = 93;

/**
 * Splits a body of JSON objects that follow each other with or without separators, or lie in top-level arrays. Reads
 * each character once. It only finds the bounds; whether a slice is JSON is for `JSON.parse` to say.
 *
 * @param maxDepth nesting at which the text is refused
 * @returns the objects before the first fault, and whether there was one
 */
export function splitJson(text: string, maxDepth: number): { slices: JsonSlice[]; sound: boolean } {
  const slices: JsonSlice[] = [];
  let position = 0;
  let inArray = false;
  for (;;) {
    position = skipSeparators(text, position);
    if (position >= text.length) return { slices, sound: !inArray };
    const code = text.charCodeAt(position);
    if (code === OPEN_BRACKET && !inArray) inArray = true;
    else if (code === CLOSE_BRACKET && inArray) inArray = false;
    else if (code === OPEN_BRACE) {
      const slice = objectAt(text, position, maxDepth);
      if (slice === undefined) return { slices, sound: false };
      slices.push(slice);
      position = slice.end;
      continue;
    } else return { slices, sound: false };
    position++;
  }
}

/** The object that begins at `start`; `undefined` when it does not end or nests too deep. */
function objectAt(text: string, start: number, maxDepth: number): JsonSlice | undefined {
  let depth = 0;
  let event: { start: number; end: number } | undefined;
  let eventStart = -1;
  let keyStart = -1;
  let keyEnd = -1;
  let expectKey = false;
  for (let i = start; i < text.length; i++) {
    switch (text.charCodeAt(i)) {
      case QUOTE: {
        const end = stringEnd(text, i);
        if (end === -1) return undefined;
        if (depth === 1 && expectKey) [keyStart, keyEnd] = [i + 1, end];
        i = end;
        break;
      }
      case OPEN_BRACE:
      case OPEN_BRACKET:
        depth++;
        if (depth > maxDepth) return undefined;
        if (depth === 1) expectKey = true;
        break;
      case CLOSE_BRACE:
      case CLOSE_BRACKET:
        if (depth === 1 && eventStart !== -1) [event, eventStart] = [{ start: eventStart, end: i }, -1];
        depth--;
        if (depth === 0) return { start, end: i + 1, ...(event === undefined ? {} : { event }) };
        break;
      case COLON:
        if (depth === 1 && expectKey) {
          expectKey = false;
          if (keyEnd - keyStart === 5 && text.startsWith('event', keyStart)) eventStart = i + 1;
        }
        break;
      case COMMA:
        if (depth === 1) {
          if (eventStart !== -1) [event, eventStart] = [{ start: eventStart, end: i }, -1];
          expectKey = true;
        }
        break;
    }
  }
  return undefined;
}

/** Position of the closing quote of the string that opens at `open`; -1 when it is not closed. */
function stringEnd(text: string, open: number): number {
  let end = text.indexOf('"', open + 1);
  while (end !== -1) {
    let escapes = 0;
    while (text.charCodeAt(end - 1 - escapes) === BACKSLASH) escapes++;
    if (escapes % 2 === 0) return end;
    end = text.indexOf('"', end + 1);
  }
  return -1;
}

function skipSeparators(text: string, from: number): number {
  let i = from;
  for (; i < text.length; i++) {
    const code = text.charCodeAt(i);
    // Space, tab, line ends, comma, byte order mark.
    if (code !== 32 && code !== 9 && code !== 10 && code !== 13 && code !== COMMA && code !== 0xfeff) break;
  }
  return i;
}
