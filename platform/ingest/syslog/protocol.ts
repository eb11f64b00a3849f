import { type Item, rejectedItem } from '../item.ts';
import type { SocketLimits } from '../limits.ts';
import type { SocketProtocol } from '../sockets/listener.ts';
import { decodeText } from '../text.ts';
import { SyslogFramer, withoutLineEnd } from './framing.ts';

/** Syslog: one message a datagram (RFC 5426), either framing on a stream (RFC 6587), TLS (RFC 5425). */
export function syslogProtocol({ messageBytes }: Pick<SocketLimits, 'messageBytes'>): SocketProtocol {
  return {
    name: 'syslog',
    datagrams: () => ({
      read(datagram) {
        const message = withoutLineEnd(datagram.subarray(0, messageBytes));
        const cut = datagram.length > messageBytes ? 1 : 0;
        return { items: message.length === 0 ? [] : [itemOf(message)], cut };
      },
    }),
    stream() {
      const framer = new SyslogFramer(messageBytes);
      let isBroken = false;
      return {
        push(chunk) {
          const { messages, cut, broken } = framer.push(chunk);
          isBroken = broken;
          return { items: messages.map(itemOf), cut, broken };
        },
        held: () => framer.held,
        end() {
          const last = framer.end();
          if (last === undefined || last.isWhole) return last === undefined ? undefined : itemOf(last.message);
          return rejectedItem(decodeText(last.message), isBroken ? 'invalid_record' : 'incomplete');
        },
      };
    },
  };
}

function itemOf(message: Buffer): Item {
  return { record: decodeText(message), meta: null };
}
