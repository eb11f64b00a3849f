import { WireFault, WireReader } from '../protobuf/reader.ts';
import type { LogRecord, OtlpValue, ScopeLogs } from './model.ts';

/**
 * Reads `ExportLogsServiceRequest` (opentelemetry-proto 1.x, logs_service.proto).
 *
 * @param maxDepth nesting of values past which a record counts as unreadable
 * @throws WireFault when what is around the records is no such message
 */
export function readProtobuf(bytes: Buffer, maxDepth: number): ScopeLogs[] {
  const found: ScopeLogs[] = [];
  for (const resourceLogs of messages(bytes, 1)) {
    const resource = attributes(messages(resourceLogs, 1).at(-1), 1, maxDepth);
    for (const scopeLogs of messages(resourceLogs, 2)) {
      const scope = messages(scopeLogs, 1).at(-1);
      found.push({
        resource,
        scope: scope === undefined ? '' : (messages(scope, 1).at(-1)?.toString('utf8') ?? ''),
        scopeAttributes: attributes(scope, 3, maxDepth),
        records: messages(scopeLogs, 2).map((record) => readableRecord(record, maxDepth)),
      });
    }
  }
  return found;
}

/** The values of one length-delimited field of a message. */
function messages(bytes: Buffer, field: number): Buffer[] {
  const found: Buffer[] = [];
  const reader = new WireReader(bytes);
  while (reader.next()) {
    if (reader.field !== field) continue;
    const message = reader.bytes();
    if (message !== undefined) found.push(message);
  }
  return found;
}

function readableRecord(bytes: Buffer, maxDepth: number): ScopeLogs['records'][number] {
  try {
    return logRecord(bytes, maxDepth);
  } catch (error) {
    if (!(error instanceof WireFault)) throw error;
    return { unreadable: bytes.toString('base64') };
  }
}

function logRecord(bytes: Buffer, maxDepth: number): LogRecord {
  const record = {
    severityNumber: 0,
    severityText: '',
    body: null as OtlpValue,
    traceId: '',
    spanId: '',
    eventName: '',
  };
  const pairs = new Map<string, OtlpValue>();
  let time = 0n;
  let observed = 0n;
  const reader = new WireReader(bytes);
  while (reader.next()) {
    switch (reader.field) {
      case 1:
        time = reader.fixed64() ?? time;
        break;
      case 2:
        record.severityNumber = Number(reader.varint() ?? 0n);
        break;
      case 3:
        record.severityText = reader.text() ?? '';
        break;
      case 5:
        record.body = anyValue(reader.bytes(), maxDepth);
        break;
      case 6:
        keyValue(reader.bytes(), pairs, maxDepth);
        break;
      case 9:
        record.traceId = reader.bytes()?.toString('hex') ?? '';
        break;
      case 10:
        record.spanId = reader.bytes()?.toString('hex') ?? '';
        break;
      case 11:
        observed = reader.fixed64() ?? observed;
        break;
      case 12:
        record.eventName = reader.text() ?? '';
        break;
    }
  }
  return { ...record, timeUnixNano: time === 0n ? observed : time, attributes: pairs };
}

function attributes(message: Buffer | undefined, field: number, depth: number): Map<string, OtlpValue> {
  const pairs = new Map<string, OtlpValue>();
  if (message !== undefined) for (const pair of messages(message, field)) keyValue(pair, pairs, depth);
  return pairs;
}

function keyValue(bytes: Buffer | undefined, into: Map<string, OtlpValue>, depth: number): void {
  if (bytes === undefined) return;
  let key = '';
  let value: OtlpValue = null;
  const reader = new WireReader(bytes);
  while (reader.next()) {
    if (reader.field === 1) key = reader.text() ?? '';
    else if (reader.field === 2) value = anyValue(reader.bytes(), depth);
  }
  into.set(key, value);
}

function anyValue(bytes: Buffer | undefined, depth: number): OtlpValue {
  if (depth <= 0) throw new WireFault();
  let value: OtlpValue = null;
  const reader = new WireReader(bytes ?? Buffer.alloc(0));
  while (reader.next()) value = oneOf(reader, depth) ?? value;
  return value;
}

function oneOf(reader: WireReader, depth: number): OtlpValue | undefined {
  switch (reader.field) {
    case 1:
      return reader.text();
    case 2: {
      const flag = reader.varint();
      return flag === undefined ? undefined : flag !== 0n;
    }
    case 3: {
      const integer = reader.varint();
      return integer === undefined ? undefined : numberOf(BigInt.asIntN(64, integer));
    }
    case 4:
      return reader.double();
    case 5: {
      const list = reader.bytes();
      return list === undefined ? undefined : messages(list, 1).map((item) => anyValue(item, depth - 1));
    }
    case 6: {
      const list = reader.bytes();
      return list === undefined ? undefined : Object.fromEntries(attributes(list, 1, depth - 1));
    }
    case 7:
      return reader.bytes()?.toString('base64');
    default:
      return undefined;
  }
}

function numberOf(integer: bigint): number | string {
  const number = Number(integer);
  return Number.isSafeInteger(number) ? number : integer.toString();
}
