import Type, { type Static } from 'typebox';
import { Instant, RangeQuery, TenantPath } from './common.ts';

/** `GET /api/v1/usage?from=&to=&step=`: what came in, by tenant of the subtree and hour or day of UTC; no empty rows. */
export const UsageQuery = Type.Object({
  ...RangeQuery.properties,
  step: Type.Unsafe<'hour' | 'day'>({ type: 'string', enum: ['hour', 'day'], default: 'day' }),
});

export const Usage = Type.Object({
  tenant: TenantPath,
  /** Start of the hour or day. */
  time: Instant,
  received: Type.Integer(),
  accepted: Type.Integer(),
  rejected: Type.Integer(),
  /** Of the accepted records as they came. */
  bytes: Type.Integer(),
  /** Events that came more than an hour after they happened. */
  late: Type.Integer(),
  /** Events that were sent before, and are stored once. */
  doubled: Type.Integer(),
});
export type Usage = Static<typeof Usage>;

export const UsagePage = Type.Object({ rows: Type.Array(Usage), complete: Type.Boolean() });
export type UsagePage = Static<typeof UsagePage>;
