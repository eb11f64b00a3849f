import Type, { type Static } from 'typebox';
import { Instant, Lang, pageOf, TenantPath } from './common.ts';
import { Grant, NewPassword } from './me.ts';

/** Lower-case letters, digits, `.`, `_`, `-` and `@`: names are compared as they are written. */
export const Username = Type.String({ pattern: '^[a-z0-9][a-z0-9._@-]{1,127}$', maxLength: 128 });

export const User = Type.Object({
  id: Type.String(),
  /** Home tenant: its administrators manage the account. What the user may do is in the grants. */
  tenant: TenantPath,
  username: Type.String(),
  displayName: Type.String(),
  lang: Lang,
  disabled: Type.Boolean(),
  created: Instant,
  /** Only grants inside the caller's own subtree are shown. */
  grants: Type.Array(Grant),
});
export type User = Static<typeof User>;

export const UserPage = pageOf(User);
export type UserPage = Static<typeof UserPage>;

export const NewUser = Type.Object(
  {
    username: Username,
    displayName: Type.String({ minLength: 1, maxLength: 128 }),
    password: NewPassword,
    lang: Type.Optional(Lang),
    /** Home tenant; default the root of the caller's scope. */
    tenant: Type.Optional(TenantPath),
    grants: Type.Array(Grant, { minItems: 1, maxItems: 64 }),
  },
  { additionalProperties: false },
);
export type NewUser = Static<typeof NewUser>;

/** `PATCH /api/v1/users/:id`: disabling, or a new password, ends all sessions of the user. */
export const UserPatch = Type.Object(
  {
    displayName: Type.Optional(Type.String({ minLength: 1, maxLength: 128 })),
    disabled: Type.Optional(Type.Boolean()),
    password: Type.Optional(NewPassword),
  },
  { additionalProperties: false },
);
export type UserPatch = Static<typeof UserPatch>;

/** `PUT /api/v1/users/:id/grants`: replaces the grants inside the caller's subtree; others stay. */
export const Grants = Type.Array(Grant, { maxItems: 64 });
export type Grants = Static<typeof Grants>;
