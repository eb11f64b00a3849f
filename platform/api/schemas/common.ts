import { INCIDENT_STATUSES, LEVELS } from '@haechi/event';
import { LANGS } from '@haechi/locales/langs.ts';
import Type, { type Static, type TSchema } from 'typebox';
import { ROLES } from '../../tenancy/roles.ts';

/** Closed word lists as JSON Schema `enum` with its type said, which serialises faster than a union of literals. */
export function words<const Words extends readonly string[]>(list: Words, description: string) {
  return Type.Unsafe<Words[number]>({ type: 'string', enum: [...list], description });
}

/** Granted at a node of the tenant tree, valid in its whole subtree. */
export const Role = words(ROLES, 'viewer < analyst < responder < admin');
export type Role = Static<typeof Role>;

/** What an API token may do: send events, read, administrate, or fetch the policy of a WAF. */
const TOKEN_SCOPES = ['ingest', 'read', 'admin', 'waf'] as const;
export const TokenScope = words(TOKEN_SCOPES, 'what the token may do');
export type TokenScope = Static<typeof TokenScope>;

export const Lang = words(LANGS, 'language of texts');
export const Level = words(LEVELS, 'Sigma level, lowest first');
export const IncidentStatus = words(INCIDENT_STATUSES, 'what the analyst has done with the incident');

/** ISO 8601 with a zone; answers are always UTC with milliseconds. */
export const Instant = Type.String({ format: 'date-time', description: 'ISO 8601 with zone' });

/** Materialised tenant path: `/` then 1 to 16 slugs, each closed by `/`. */
export const TenantPath = Type.String({
  pattern: '^/(?:[a-z0-9][a-z0-9-]{0,62}/){1,16}$',
  maxLength: 1100,
  description: 'materialised tenant path, /root/acme/',
});

/** IANA zone name; that it exists is checked by the handler. */
export const TimeZone = Type.String({ minLength: 1, maxLength: 64, description: 'IANA time zone' });

/** The same text in each language. */
export const LocalText = Type.Object({ ko: Type.String(), en: Type.String(), ja: Type.String() });
export type LocalText = Static<typeof LocalText>;

/** A rule's title in each language, where the rule has them: built-in rules do, most others are in English only. */
export const RuleTitles = Type.Optional(LocalText);

/** Narrows a request to a subtree of the caller's grant; absent means the whole grant. */
export const TenantQuery = Type.Object({ tenant: Type.Optional(TenantPath) });

/** Half-open range: `from` inclusive, `to` exclusive. */
export const RangeQuery = Type.Object({ ...TenantQuery.properties, from: Instant, to: Instant });

/** Page request: `cursor` is the `next` of the page before. */
export const PageQuery = Type.Object({
  ...TenantQuery.properties,
  cursor: Type.Optional(Type.String({ maxLength: 512 })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, default: 100 })),
});

export const IdParams = Type.Object({ id: Type.String({ minLength: 1, maxLength: 128 }) });

/** One page of rows; `next` is absent on the last. */
export function pageOf<Row extends TSchema>(row: Row) {
  return Type.Object({ rows: Type.Array(row), next: Type.Optional(Type.String()) });
}

/** A value and how often it occurs. */
export const ValueCount = Type.Object({ value: Type.String(), count: Type.Integer() });
export type ValueCount = Static<typeof ValueCount>;

/** A bucket of a histogram; `time` is its start. */
export const TimeCount = Type.Object({ time: Instant, count: Type.Integer() });
export type TimeCount = Static<typeof TimeCount>;

/** Every answer of class 4xx and 5xx under `/api/v1`. `message` is in the language of Accept-Language. */
export const ErrorBody = Type.Object({
  error: Type.Object({
    code: Type.String({ description: 'closed code of the error catalogue' }),
    message: Type.String(),
    where: Type.Optional(Type.String()),
    remedy: Type.Optional(Type.String()),
    requestId: Type.String(),
  }),
});
export type ErrorBody = Static<typeof ErrorBody>;
