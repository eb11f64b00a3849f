import Type, { type Static } from 'typebox';

/** `GET /api/v1/health`: the process answers. */
export const Health = Type.Object({
  status: Type.Literal('ok'),
  version: Type.String(),
  uptimeSeconds: Type.Number(),
});
export type Health = Static<typeof Health>;
