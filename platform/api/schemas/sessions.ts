import Type, { type Static } from 'typebox';

/** `POST /api/v1/sessions`: sets the cookie `haechi_session` and answers `Me`. */
export const Login = Type.Object(
  { username: Type.String({ minLength: 1, maxLength: 128 }), password: Type.String({ minLength: 1, maxLength: 256 }) },
  { additionalProperties: false },
);
export type Login = Static<typeof Login>;
