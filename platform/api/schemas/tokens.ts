import Type, { type Static } from 'typebox';
import { Instant, pageOf, TenantPath, TokenScope } from './common.ts';

/** An API token as listed: the secret is shown only once, when it is made. */
export const Token = Type.Object({
  id: Type.String(),
  name: Type.String(),
  /** The first part, `hk_ab12cd34`, to recognise it in a configuration file. */
  prefix: Type.String(),
  scopes: Type.Array(TokenScope),
  tenant: TenantPath,
  created: Instant,
  createdBy: Type.String(),
  expiresAt: Type.Optional(Instant),
  lastUsed: Type.Optional(Instant),
});
export type Token = Static<typeof Token>;

export const TokenPage = pageOf(Token);
export type TokenPage = Static<typeof TokenPage>;

export const NewToken = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 128 }),
    scopes: Type.Array(TokenScope, { minItems: 1, maxItems: 3, uniqueItems: true }),
    tenant: TenantPath,
    expiresAt: Type.Optional(Instant),
  },
  { additionalProperties: false },
);
export type NewToken = Static<typeof NewToken>;

/** Answer to `POST /api/v1/tokens`: `token` is the whole secret, `hk_<prefix>_<secret>`, never shown again. */
export const CreatedToken = Type.Object({ ...Token.properties, token: Type.String() });
export type CreatedToken = Static<typeof CreatedToken>;
