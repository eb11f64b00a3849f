import Type, { type Static } from 'typebox';
import { Instant, TimeCount, ValueCount } from './common.ts';
import { EventRow } from './events.ts';

/** Query text in the language of docs/search.md; empty means everything. */
const QUESTION = {
  query: Type.String({ maxLength: 8192 }),
  from: Instant,
  to: Instant,
};
const CLOSED = { additionalProperties: false } as const;

/** ECS field, dotted. */
const Field = Type.String({ pattern: '^[@a-zA-Z_][a-zA-Z0-9_.-]*$', maxLength: 256 });

export const Search = Type.Object(
  {
    ...QUESTION,
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, default: 100 })),
    cursor: Type.Optional(Type.String({ maxLength: 512 })),
    order: Type.Optional(Type.Unsafe<'newest' | 'oldest'>({ type: 'string', enum: ['newest', 'oldest'] })),
  },
  CLOSED,
);
export type Search = Static<typeof Search>;

export const SearchPage = Type.Object({
  rows: Type.Array(EventRow),
  next: Type.Optional(Type.String()),
  elapsedMs: Type.Number(),
});
export type SearchPage = Static<typeof SearchPage>;

export const SearchCount = Type.Object(QUESTION, CLOSED);
export type SearchCount = Static<typeof SearchCount>;
export const Count = Type.Object({ count: Type.Integer() });
export type Count = Static<typeof Count>;

export const SearchTop = Type.Object(
  { ...QUESTION, field: Field, limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, default: 10 })) },
  CLOSED,
);
export type SearchTop = Static<typeof SearchTop>;
export const TopValues = Type.Object({ rows: Type.Array(ValueCount) });
export type TopValues = Static<typeof TopValues>;

export const SearchHistogram = Type.Object(
  { ...QUESTION, buckets: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, default: 60 })) },
  CLOSED,
);
export type SearchHistogram = Static<typeof SearchHistogram>;
export const Histogram = Type.Object({ rows: Type.Array(TimeCount) });
export type Histogram = Static<typeof Histogram>;

/** `GET /api/v1/search/fields?from=&to=`: for completion in the search box. */
export const Fields = Type.Object({
  rows: Type.Array(
    Type.Object({
      name: Type.String(),
      type: Type.Unsafe<'keyword' | 'number' | 'ip' | 'date' | 'text'>({
        type: 'string',
        enum: ['keyword', 'number', 'ip', 'date', 'text'],
      }),
    }),
  ),
});
export type Fields = Static<typeof Fields>;
