import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Decoded } from '@haechi/event';
import {
  CUSTOM_DECODER,
  type CustomDecoder,
  type CustomFormat,
  customDecoder,
  type ExpressionOutcome,
  type FirstDecoder,
  type Line,
  openDecoding,
  placeOf,
} from '@haechi/formats';

/** What an expression makes of one line. */
type TriedLine =
  | { readonly matched: true; readonly fields: readonly TriedField[]; readonly time: string }
  | Extract<ExpressionOutcome, { matched: false }>;

interface TriedField {
  readonly name: string;
  readonly value: string | number;
  readonly place: 'ecs' | 'own' | 'unmapped';
}

/** What was tried, as far as there was time for it. */
interface Trial {
  readonly lineChars: number;
  readonly rows: readonly TriedLine[];
}

/** Milliseconds of work after which a trial is given up: it runs where the others are answered. */
const TRIAL_MS = 2_000;

/**
 * Reads lines as the pipeline would.
 *
 * @returns undefined where it takes too long
 * @throws ExpressionError `grok_invalid`, `dissect_invalid`
 */
export async function tryLines(
  format: Omit<CustomFormat, 'name'>,
  lines: readonly string[],
  nowMs: number,
): Promise<Trial | undefined> {
  const decoder = customDecoder({ ...format, name: 'trial' });
  const rows: TriedLine[] = [];
  let spent = 0;
  for (const line of lines) {
    const started = performance.now();
    rows.push(tryLine(decoder, line, nowMs));
    spent += performance.now() - started;
    if (spent > TRIAL_MS) return undefined;
    await nextTurn();
  }
  return { lineChars: decoder.lineChars, rows };
}

function tryLine(decoder: CustomDecoder, text: string, nowMs: number): TriedLine {
  let asked: Line | undefined;
  let event: Decoded | undefined;
  const first: FirstDecoder = {
    name: CUSTOM_DECODER,
    decode(line, _record, context) {
      asked ??= line;
      return decoder.decode(line, context);
    },
  };
  const decoding = openDecoding({ now: nowMs, first });
  const sink = {
    event(decoded: Decoded) {
      if (decoded.decoder === CUSTOM_DECODER) event ??= decoded;
    },
    reject() {},
  };
  decoding.line(text, 1, sink);
  decoding.flush(sink);
  const outcome = decoder.explain(asked ?? { raw: text, body: text, text, envelope: undefined });
  if (!outcome.matched) return outcome;
  if (event === undefined) return { matched: false, at: 0, awaited: '' };
  return { matched: true, fields: fieldsOf(outcome.fields, event), time: event.event['@timestamp'] };
}

function fieldsOf(fields: ReadonlyMap<string, string | number>, { event }: Decoded): TriedField[] {
  return [...fields].map(([name, value]) => {
    if (event.unmapped !== undefined && Object.hasOwn(event.unmapped, name)) return { name, value, place: 'unmapped' };
    return { name, value, place: placeOf(name).at === 'own' ? 'own' : 'ecs' };
  });
}
