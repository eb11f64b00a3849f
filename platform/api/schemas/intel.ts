import Type, { type Static } from 'typebox';
import { Instant, TenantPath } from './common.ts';

const Name = Type.String({ pattern: '^[a-z0-9][a-z0-9._-]{0,63}$' });

const IntelListed = Type.Object({
  tenant: TenantPath,
  name: Name,
  author: Type.String(),
  created: Instant,
  indicators: Type.Integer(),
  feed: Type.Boolean({ description: 'made by a feed of that name, and changed by it alone' }),
});
export const IntelLists = Type.Object({ rows: Type.Array(IntelListed) });
export type IntelLists = Static<typeof IntelLists>;

/** A list as text: one indicator a line, or STIX 2.1 JSON. */
export const NewIntelList = Type.Object(
  { tenant: TenantPath, name: Name, text: Type.String({ minLength: 1 }) },
  { additionalProperties: false },
);
export type NewIntelList = Static<typeof NewIntelList>;

/** What was taken, and what was not and why. */
export const IntelList = Type.Object({
  name: Name,
  tenant: TenantPath,
  indicators: Type.Integer(),
  refusedCount: Type.Integer(),
  refused: Type.Array(
    Type.Object({
      where: Type.String(),
      reason: Type.Unsafe<'not_an_indicator' | 'pattern_unsupported' | 'revoked'>({
        type: 'string',
        enum: ['not_an_indicator', 'pattern_unsupported', 'revoked'],
      }),
    }),
  ),
});
export type IntelList = Static<typeof IntelList>;

export const ListParams = Type.Object({ name: Name });
