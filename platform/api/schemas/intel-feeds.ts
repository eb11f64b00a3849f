import Type, { type Static } from 'typebox';
import { COLLECTION_ID, CREDENTIAL_KINDS, type CredentialKind } from '../../feeds/feed.ts';
import { FEED_PROBLEMS, type FeedProblem } from '../../feeds/feed-fault.ts';
import { FEED_LIMITS } from '../../feeds/limits.ts';
import { Instant, TenantPath } from './common.ts';

const { credentialChars, leastIntervalS, defaultIntervalS, mostIntervalS, titleChars, urlChars } = FEED_LIMITS;

const Name = Type.String({
  pattern: '^[a-z0-9][a-z0-9._-]{0,63}$',
  description: 'unique in the tenant, also among its lists: the list of that name is what the feed brings',
});
const Secret = Type.String({ minLength: 1, maxLength: credentialChars });
const Kind = Type.Unsafe<CredentialKind>({ type: 'string', enum: [...CREDENTIAL_KINDS] });
const Problem = Type.Unsafe<FeedProblem>({ type: 'string', enum: [...FEED_PROBLEMS] });
const CollectionId = Type.String({ pattern: COLLECTION_ID });

/** Given, never answered. */
const Credential = Type.Union([
  Type.Object({ kind: Type.Literal('none') }, { additionalProperties: false }),
  Type.Object(
    { kind: Type.Literal('basic'), username: Secret, password: Type.String({ maxLength: credentialChars }) },
    { additionalProperties: false },
  ),
  Type.Object({ kind: Type.Literal('bearer'), token: Secret }, { additionalProperties: false }),
  Type.Object({ kind: Type.Literal('api_key'), header: Secret, key: Secret }, { additionalProperties: false }),
]);
export type Credential = Static<typeof Credential>;

const Url = Type.String({ minLength: 1, maxLength: urlChars });
const Title = Type.String({ maxLength: titleChars, description: "the collection's title, for people" });
const Interval = Type.Integer({
  minimum: leastIntervalS,
  maximum: mostIntervalS,
  description: 'seconds between two polls',
});

export const NewFeed = Type.Object(
  {
    tenant: TenantPath,
    name: Name,
    url: Url,
    collection: CollectionId,
    title: Type.Optional(Title),
    credential: Type.Optional(Credential),
    intervalS: Type.Optional({ ...Interval, default: defaultIntervalS }),
    enabled: Type.Optional(Type.Boolean({ default: true })),
  },
  { additionalProperties: false },
);
export type NewFeed = Static<typeof NewFeed>;

/** What is left out stays; another server needs its credential given again. */
export const FeedChange = Type.Object(
  {
    url: Type.Optional(Url),
    collection: Type.Optional(CollectionId),
    title: Type.Optional(Title),
    credential: Type.Optional(Credential),
    intervalS: Type.Optional(Interval),
    enabled: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false, minProperties: 1 },
);
export type FeedChange = Static<typeof FeedChange>;

export const Feed = Type.Object({
  tenant: TenantPath,
  name: Name,
  url: Type.String({ description: 'address of the API root' }),
  collection: Type.String(),
  title: Type.String(),
  credentialKind: Kind,
  intervalS: Type.Integer(),
  enabled: Type.Boolean(),
  due: Type.Boolean({ description: 'being polled now, or next' }),
  nextPoll: Instant,
  lastPoll: Type.Optional(Instant),
  lastSuccess: Type.Optional(Instant),
  problem: Type.Optional(Problem),
  added: Type.Integer({ description: 'indicators that the last good poll added' }),
  removed: Type.Integer({ description: 'indicators that the last good poll removed' }),
  total: Type.Integer({ description: 'indicators of the list' }),
  unused: Type.Optional(
    Type.Object(
      {
        revoked: Type.Integer(),
        ended: Type.Integer(),
        pattern_unsupported: Type.Integer(),
        malformed: Type.Integer(),
      },
      { description: 'STIX objects that are not in the list, by reason' },
    ),
  ),
  author: Type.String(),
  created: Instant,
});
export type Feed = Static<typeof Feed>;

export const Feeds = Type.Object({ rows: Type.Array(Feed) });
export type Feeds = Static<typeof Feeds>;

/** An address to look around: a server's discovery, or an API root. */
export const FeedDiscovery = Type.Object(
  { url: Url, credential: Type.Optional(Credential) },
  { additionalProperties: false },
);
export type FeedDiscovery = Static<typeof FeedDiscovery>;

export const FoundFeeds = Type.Object({
  roots: Type.Array(
    Type.Object({
      url: Type.String(),
      title: Type.String(),
      collections: Type.Array(
        Type.Object({
          id: Type.String(),
          title: Type.String(),
          description: Type.String(),
          canRead: Type.Boolean(),
        }),
      ),
      problem: Type.Optional(Problem),
    }),
  ),
});
export type FoundFeeds = Static<typeof FoundFeeds>;

export const FeedParams = Type.Object({ name: Name });
