import type { Parser } from '@haechi/platform/api/schemas/parsers.ts';

type Kind = Parser['kind'];

/** Lines as an application writes them, and an expression that reads them. */
interface Example {
  readonly expression: string;
  readonly lines: readonly string[];
}

/** One for each kind, to learn from. */
export const EXAMPLES: Readonly<Record<Kind, Example>> = {
  grok: {
    expression:
      '^%{TIMESTAMP_ISO8601:@timestamp} %{LOGLEVEL:log.level} \\[%{DATA:service.name}\\] user=%{USER:user.name} ip=%{IP:source.ip} %{GREEDYDATA:message}',
    lines: [
      '2026-11-30 09:12:03.412 WARN [pay-api] user=minsu.kim ip=203.0.113.24 결제 승인 거절 code=51',
      '2026-11-30 09:12:04.007 INFO [pay-api] user=jiwon ip=198.51.100.7 결제 승인 완료',
    ],
  },
  dissect: {
    expression: '%{@timestamp}|%{event.action}|%{user.name}|%{source.ip}|%{shop.order.id}|%{message}',
    lines: [
      '2026-11-30T09:12:03+09:00|LOGIN|minsu.kim|203.0.113.24|-|성공',
      '2026-11-30T09:12:09+09:00|ORDER|minsu.kim|203.0.113.24|A-20417|결제 대기',
    ],
  },
};
