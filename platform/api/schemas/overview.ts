import Type, { type Static } from 'typebox';
import { Level, RuleTitles, TimeCount, ValueCount } from './common.ts';
import { Incident } from './incidents.ts';

/** `GET /api/v1/overview?from=&to=`: what the first page shows. */
export const Overview = Type.Object({
  /** Open incidents, gravest and newest first, at most 10. */
  needsAttention: Type.Array(Incident),
  counts: Type.Object({
    openByPriority: Type.Object({
      informational: Type.Integer(),
      low: Type.Integer(),
      medium: Type.Integer(),
      high: Type.Integer(),
      critical: Type.Integer(),
    }),
  }),
  intake: Type.Array(TimeCount),
  topEntities: Type.Object({
    host: Type.Array(ValueCount),
    user: Type.Array(ValueCount),
    address: Type.Array(ValueCount),
  }),
  topRules: Type.Array(
    Type.Object({
      ruleId: Type.String(),
      title: Type.String(),
      titles: RuleTitles,
      level: Level,
      count: Type.Integer(),
    }),
  ),
  sources: Type.Array(
    Type.Object({
      source: Type.String(),
      received: Type.Integer(),
      accepted: Type.Integer(),
      rejected: Type.Integer(),
      bytes: Type.Integer(),
      late: Type.Integer(),
      doubled: Type.Integer(),
    }),
  ),
});
export type Overview = Static<typeof Overview>;
