import type { EcsEvent, NativeView } from '@haechi/event';
import type { DecodeContext, DecodedBody, Line } from '../decoder.ts';
import { canonicalIp, portOf } from '../event/address.ts';
import { newNative } from '../event/native.ts';
import { newEvent } from '../event/new-event.ts';

/** What a DNS server's log line says about one query. */
export interface Query {
  client?: string | undefined;
  port?: string | undefined;
  name: string;
  type?: string | undefined;
  class?: string | undefined;
  code?: string | undefined;
  /** What the name was said to be: an address, or what stands in its place. */
  answer?: string | undefined;
  server?: string | undefined;
  transport?: string | undefined;
}

/** The event of a query, or of the answer to one where the line says what that was. */
export function dnsBody(query: Query, time: number, line: Line, context: DecodeContext, dataset: string): DecodedBody {
  const event = newEvent(time, context, dataset);
  event.message = line.text;
  event.event.category = ['network'];
  event.event.type = ['protocol', 'info'];
  event.event.action = 'dns-query';
  event.network = {
    protocol: 'dns',
    ...(query.transport === undefined ? {} : { transport: query.transport.toLowerCase() }),
  };
  const native = newNative();
  native['message'] = line.text;
  addQuestion(event, native, query);
  const ip = query.client === undefined ? undefined : canonicalIp(query.client);
  if (ip !== undefined) {
    const port = portOf(query.port);
    event.source = { ip, ...(port === undefined ? {} : { port }) };
    native['src_ip'] = ip;
  }
  const server = query.server === undefined ? undefined : canonicalIp(query.server);
  if (server !== undefined) event.destination = { ip: server };
  if (line.envelope?.host !== undefined) event.host = { name: line.envelope.host };
  return { event, native, logsource: { category: 'dns', product: dataset.split('.', 1)[0] as string } };
}

function addQuestion(event: EcsEvent, native: NativeView, query: Query): void {
  const name = query.name.length > 1 && query.name.endsWith('.') ? query.name.slice(0, -1) : query.name;
  event.dns = {
    type: query.code === undefined && query.answer === undefined ? 'query' : 'answer',
    question: {
      name,
      ...(query.type === undefined ? {} : { type: query.type }),
      ...(query.class === undefined ? {} : { class: query.class }),
    },
    ...(query.code === undefined ? {} : { response_code: query.code }),
  };
  const resolved = query.answer === undefined ? undefined : canonicalIp(query.answer);
  if (resolved !== undefined) event.dns.resolved_ip = [resolved];
  native['query'] = name;
  if (query.type !== undefined) native['record_type'] = query.type;
  if (query.code !== undefined) native['response_code'] = query.code;
  if (query.answer !== undefined) native['answer'] = query.answer;
}
