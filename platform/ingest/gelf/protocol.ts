import { gunzipSync, inflateSync } from 'node:zlib';
import { type Item, rejectedItem } from '../item.ts';
import type { GelfLimits } from '../limits.ts';
import type { DatagramReader, Received, SocketProtocol, StreamReader } from '../sockets/listener.ts';
import { ChunkAssembly, isChunk } from './chunks.ts';
import { NulFramer } from './framing.ts';
import { gelfItem } from './message.ts';

/** GELF 1.1 over UDP (parts, gzip, zlib) and TCP (a NUL behind each message). */
export function gelfProtocol(limits: GelfLimits, now: () => number): SocketProtocol {
  return {
    name: 'gelf',
    datagrams: () => datagramReader(limits, now),
    stream: () => streamReader(limits),
  };
}

function datagramReader(limits: GelfLimits, now: () => number): DatagramReader {
  const assembly = new ChunkAssembly(limits, now);
  return {
    read(datagram, sender) {
      if (datagram.length === 0) return none;
      if (!isChunk(datagram)) return one(itemOf(datagram, limits));
      const message = assembly.push(datagram, sender);
      if (message === 'waiting') return none;
      return one(message === 'invalid' ? rejectedItem(textOf(datagram), 'invalid_record') : itemOf(message, limits));
    },
    overdue: () =>
      assembly.incomplete().map(({ sender, bytes }) => ({ sender, item: rejectedItem(textOf(bytes), 'incomplete') })),
  };
}

function streamReader({ messageBytes }: GelfLimits): StreamReader {
  const framer = new NulFramer(messageBytes);
  const read = ({ bytes, long }: { bytes: Buffer; long: boolean }): Item =>
    long
      ? rejectedItem(bytes.toString('utf8'), 'record_too_long')
      : gelfItem(bytes.toString('utf8').trim(), messageBytes);
  return {
    push: (chunk) => ({ items: framer.push(chunk).map(read), cut: 0 }),
    held: () => framer.held,
    end() {
      const rest = framer.end();
      return rest === undefined ? undefined : read(rest);
    },
  };
}

const none: Received = { items: [], cut: 0 };

function one(item: Item): Received {
  return { items: [item], cut: 0 };
}

/** A whole message as it came: compressed or not is told by its first bytes. */
export function itemOf(message: Buffer, { messageBytes }: Pick<GelfLimits, 'messageBytes'>): Item {
  try {
    const text = expanded(message, messageBytes).toString('utf8').trim();
    return gelfItem(text, messageBytes);
  } catch (error) {
    const long = (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
    return rejectedItem(textOf(message), long ? 'record_too_long' : 'invalid_record');
  }
}

function expanded(message: Buffer, maxOutputLength: number): Buffer {
  if (message[0] === 0x1f && message[1] === 0x8b) return gunzipSync(message, { maxOutputLength });
  // RFC 1950 2.2: the first two bytes are a multiple of 31, and the method is 8.
  if ((message[0]! & 0x0f) === 8 && message.length > 1 && message.readUInt16BE() % 31 === 0)
    return inflateSync(message, { maxOutputLength });
  return message;
}

/** Bytes for people to look at: text where they are, else base64. */
function textOf(bytes: Buffer): string {
  return bytes[0] === 0x7b ? bytes.toString('utf8') : bytes.toString('base64');
}
