import Type, { type Static } from 'typebox';
import { Lang, Role, TenantPath, TimeZone } from './common.ts';

export const Grant = Type.Object({ tenant: TenantPath, role: Role });
export type Grant = Static<typeof Grant>;

/** 12 to 256 characters; common passwords are refused by the handler (`password_too_common`). */
export const NewPassword = Type.String({ minLength: 12, maxLength: 256 });

/** `GET /api/v1/me`, and the answer to a login and to the set-up. `csrf` goes into `x-csrf-token` on unsafe methods. */
export const Me = Type.Object({
  user: Type.Object({
    id: Type.String(),
    username: Type.String(),
    displayName: Type.String(),
    lang: Lang,
    timeZone: TimeZone,
  }),
  grants: Type.Array(Grant),
  csrf: Type.String(),
});
export type Me = Static<typeof Me>;

/** `PATCH /api/v1/me`: a new password ends every other session of the user and renews this one's id and `csrf`. */
export const MePatch = Type.Object(
  {
    lang: Type.Optional(Lang),
    timeZone: Type.Optional(TimeZone),
    displayName: Type.Optional(Type.String({ minLength: 1, maxLength: 128 })),
    password: Type.Optional(
      Type.Object({ current: Type.String({ maxLength: 256 }), next: NewPassword }, { additionalProperties: false }),
    ),
  },
  { additionalProperties: false },
);
export type MePatch = Static<typeof MePatch>;
