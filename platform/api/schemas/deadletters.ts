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

const FILTER = {
  reason: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
  source: Type.Optional(Type.String({ minLength: 1, maxLength: 1024 })),
};

export const DeadLetterQuery = Type.Object({
  ...RangeQuery.properties,
  ...FILTER,
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, default: 100 })),
});
export const DeadLetters = Type.Object({ rows: Type.Array(DeadLetter) });
export type DeadLetters = Static<typeof DeadLetters>;

/** Which dead letters a command is about: of a period, narrowed by what is named. */
const SELECTION = {
  from: Instant,
  to: Instant,
  ...FILTER,
  ids: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 128 }), { minItems: 1, maxItems: 1000 })),
};
export const DeadLetterSelection = Type.Object(SELECTION, { additionalProperties: false });
export type DeadLetterSelection = Static<typeof DeadLetterSelection>;

export const Replay = Type.Object(
  {
    ...SELECTION,
    format: Type.Optional(
      Type.String({ maxLength: 64, description: 'decoder to read them with; recognised where it is not said' }),
    ),
  },
  { additionalProperties: false },
);
export type Replay = Static<typeof Replay>;

/** What a command did; `more` when it stopped at its limit and is to be given again. */
export const Replayed = Type.Object({
  replayed: Type.Integer(),
  skipped: Type.Integer({ description: 'records of which only the beginning was kept' }),
  more: Type.Boolean(),
});
export type Replayed = Static<typeof Replayed>;

export const Deleted = Type.Object({ deleted: Type.Integer(), more: Type.Boolean() });
export type Deleted = Static<typeof Deleted>;
