import Type, { type Static } from 'typebox';
import { Instant, RangeQuery, TenantPath } from './common.ts';

/** A record that no decoder could read, with the reason. */
export const DeadLetter = Type.Object({
  id: Type.String(),
  tenant: TenantPath,
  time: Instant,
  source: Type.String(),
  reason: Type.String(),
  raw: Type.String(),
});
export type DeadLetter = Static<typeof DeadLetter>;

export const DeadLetterQuery = Type.Object({
  ...RangeQuery.properties,
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, default: 100 })),
});
export const DeadLetters = Type.Object({ rows: Type.Array(DeadLetter) });
export type DeadLetters = Static<typeof DeadLetters>;
