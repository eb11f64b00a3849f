import type { DecodeContext, DecodedBody, Line, LineDecoder } from '../decoder.ts';
import { newNative } from '../event/native.ts';
import { newEvent } from '../event/new-event.ts';
import { isoTime, parsed } from '../time/parse.ts';

const LEVEL = /\b(TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|SEVERE|CRITICAL|FATAL)\b/;

/** A line of no known format: its text, the time it starts with, and a level word near its start. */
export const text: LineDecoder = {
  name: 'text',
  confidence: 0.1,
  sniff: () => true,
  decode: (line: Line, context: DecodeContext): DecodedBody => {
    const raw = line.raw;
    const start = raw.charCodeAt(0) === 91 ? 1 : 0;
    const time = isoTime(raw, start, context.zone);
    const from = Number.isNaN(time) ? 0 : parsed.end;
    const event = newEvent(time, context, 'generic');
    event.message = raw;
    const native = newNative();
    native['message'] = raw;
    const level = LEVEL.exec(raw.slice(from, from + 48))?.[1];
    if (level !== undefined) {
      event.log = { level: level.toLowerCase() };
      native['level'] = level;
    }
    return { event, native, logsource: {} };
  },
};
