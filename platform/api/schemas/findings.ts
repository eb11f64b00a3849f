import type { Entities as EventEntities } from '@haechi/event';
import Type, { type Static } from 'typebox';
import { Instant, Level, PageQuery, pageOf, RuleTitles, TenantPath } from './common.ts';

const names = () => Type.Optional(Type.Array(Type.String()));

/** What a finding or incident is about. */
export const Entities = Type.Unsafe<EventEntities>(
  Type.Object({
    host: names(),
    user: names(),
    address: names(),
    process: names(),
    session: names(),
    file: names(),
    domain: names(),
  }),
);

/** One detection. */
export const Finding = Type.Object({
  id: Type.String(),
  tenant: TenantPath,
  time: Instant,
  ruleId: Type.String(),
  title: Type.String(),
  titles: RuleTitles,
  level: Level,
  attack: Type.Array(Type.String()),
  entities: Entities,
  eventIds: Type.Array(Type.String()),
  count: Type.Integer(),
});
export type Finding = Static<typeof Finding>;

/** `GET /api/v1/findings`: newest first. */
export const FindingQuery = Type.Object({
  ...PageQuery.properties,
  ruleId: Type.Optional(Type.String({ maxLength: 128 })),
  from: Type.Optional(Instant),
  to: Type.Optional(Instant),
});
export const FindingPage = pageOf(Finding);
export type FindingPage = Static<typeof FindingPage>;
