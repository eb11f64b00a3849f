import type { LogRecord, OtlpValue, ScopeLogs } from './model.ts';

/** Why a record of a JSON request cannot be read. */
class JsonFault extends Error {}

type Json = Readonly<Record<string, unknown>>;

/**
 * Reads `ExportLogsServiceRequest` in OTLP's JSON (OTLP specification, "JSON Protobuf Encoding": names in
 * lowerCamelCase, ids in hexadecimal, 64-bit integers as text or number).
 *
 * @param maxDepth nesting of values past which a record counts as unreadable
 * @returns `undefined` when what is around the records is no such message
 */
export function readJson(text: string, maxDepth: number): ScopeLogs[] | undefined {
  try {
    const found: ScopeLogs[] = [];
    for (const { resource, scopeLogs } of listOf(objectOf(JSON.parse(text))['resourceLogs']).map(objectOf)) {
      const resourceAttributes = attributes(objectOf(resource ?? {})['attributes'], maxDepth);
      for (const { scope, logRecords } of listOf(scopeLogs).map(objectOf)) {
        const { name, attributes: pairs } = objectOf(scope ?? {});
        found.push({
          resource: resourceAttributes,
          scope: textOf(name),
          scopeAttributes: attributes(pairs, maxDepth),
          records: listOf(logRecords).map((record) => readableRecord(record, maxDepth)),
        });
      }
    }
    return found;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof JsonFault) return undefined;
    throw error;
  }
}

function readableRecord(record: unknown, maxDepth: number): ScopeLogs['records'][number] {
  try {
    return logRecord(objectOf(record), maxDepth);
  } catch (error) {
    if (error instanceof JsonFault) return { unreadable: plainText(record) };
    throw error;
  }
}

/** The text of a record, unless it nests too deep even to be written. */
function plainText(record: unknown): string {
  try {
    return JSON.stringify(record);
  } catch {
    return '';
  }
}

function logRecord(record: Json, maxDepth: number): LogRecord {
  const time = nanosOf(record['timeUnixNano']);
  const severity = record['severityNumber'];
  return {
    timeUnixNano: time === 0n ? nanosOf(record['observedTimeUnixNano']) : time,
    severityNumber: typeof severity === 'number' ? severity : 0,
    severityText: textOf(record['severityText']),
    body: anyValue(record['body'], maxDepth),
    attributes: attributes(record['attributes'], maxDepth),
    traceId: textOf(record['traceId']),
    spanId: textOf(record['spanId']),
    eventName: textOf(record['eventName']),
  };
}

function attributes(pairs: unknown, depth: number): Map<string, OtlpValue> {
  const found = new Map<string, OtlpValue>();
  for (const pair of listOf(pairs)) {
    const { key, value } = objectOf(pair);
    found.set(textOf(key), anyValue(value, depth));
  }
  return found;
}

function anyValue(value: unknown, depth: number): OtlpValue {
  if (value === undefined || value === null) return null;
  if (depth <= 0) throw new JsonFault();
  const any = objectOf(value);
  for (const [kind, held] of Object.entries(any)) {
    switch (kind) {
      case 'stringValue':
      case 'bytesValue':
        return textOf(held);
      case 'boolValue':
        return held === true || held === 'true';
      case 'intValue': {
        const number = Number(held);
        return Number.isSafeInteger(number) ? number : String(held);
      }
      case 'doubleValue':
        return typeof held === 'number' ? held : String(held);
      case 'arrayValue':
        return listOf(objectOf(held)['values']).map((item) => anyValue(item, depth - 1));
      case 'kvlistValue':
        return Object.fromEntries(attributes(objectOf(held)['values'], depth - 1));
    }
  }
  return null;
}

function nanosOf(value: unknown): bigint {
  if (value === undefined || value === null) return 0n;
  if (typeof value === 'number' && value >= 0 && value < 2 ** 64) return BigInt(Math.trunc(value));
  if (typeof value === 'string' && /^\d{1,20}$/.test(value)) return BigInt(value);
  throw new JsonFault();
}

function objectOf(value: unknown): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new JsonFault();
  return value as Json;
}

function listOf(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw new JsonFault();
  return value as readonly unknown[];
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (typeof value !== 'string') throw new JsonFault();
  return value;
}
