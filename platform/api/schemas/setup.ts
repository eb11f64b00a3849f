import Type, { type Static } from 'typebox';
import { Lang } from './common.ts';
import { NewPassword } from './me.ts';
import { Username } from './users.ts';

/** `GET /api/v1/setup`: true while no administrator exists. */
export const SetupState = Type.Object({ needed: Type.Boolean() });
export type SetupState = Static<typeof SetupState>;

/** `POST /api/v1/setup`: `token` is the fragment of the one-time link; answers `Me` with a session. */
export const Setup = Type.Object(
  { token: Type.String({ minLength: 16, maxLength: 128 }), username: Username, password: NewPassword, lang: Lang },
  { additionalProperties: false },
);
export type Setup = Static<typeof Setup>;
