import type { Parser } from '@haechi/platform/api/schemas/parsers.ts';
import type { useI18n } from '../../i18n/I18nProvider.tsx';

type Kind = Parser['kind'];

/** Lines as an application writes them, and an expression that reads them. */
interface Example {
  readonly expression: string;
  readonly lines: readonly string[];
}

/** One for each kind, to learn from; what a person would have written is in the language of the screen. */
export function exampleOf(kind: Kind, t: ReturnType<typeof useI18n>['t']): Example {
  if (kind === 'grok')
    return {
      expression:
        '^%{TIMESTAMP_ISO8601:@timestamp} %{LOGLEVEL:log.level} \\[%{DATA:service.name}\\] user=%{USER:user.name} ip=%{IP:source.ip} %{GREEDYDATA:message}',
      lines: [
        `2026-11-30 09:12:03.412 WARN [pay-api] user=minsu.kim ip=203.0.113.24 ${t('parsers.sample.declined')} code=51`,
        `2026-11-30 09:12:04.007 INFO [pay-api] user=jiwon ip=198.51.100.7 ${t('parsers.sample.approved')}`,
      ],
    };
  return {
    expression: '%{@timestamp}|%{event.action}|%{user.name}|%{source.ip}|%{shop.order.id}|%{message}',
    lines: [
      `2026-11-30T09:12:03+09:00|LOGIN|minsu.kim|203.0.113.24|-|${t('parsers.sample.success')}`,
      `2026-11-30T09:12:09+09:00|ORDER|minsu.kim|203.0.113.24|A-20417|${t('parsers.sample.pending')}`,
    ],
  };
}
