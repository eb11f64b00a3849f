import Type, { type Static } from 'typebox';
import { Lang, TimeZone } from './common.ts';

const CHANGEABLE = {
  /** For users who chose none, and for reports. */
  defaultLang: Lang,
  /** For log lines that carry no zone, and for users who chose none. */
  defaultTimeZone: TimeZone,
  sessionIdleMinutes: Type.Integer({ minimum: 5, maximum: 1440 }),
  sessionAbsoluteHours: Type.Integer({ minimum: 1, maximum: 168 }),
};

/** `GET /api/v1/settings`: of the whole installation; `intake` tells where senders connect and cannot be changed here. */
export const Settings = Type.Object({
  ...CHANGEABLE,
  intake: Type.Object({
    http: Type.Optional(Type.Object({ host: Type.String(), port: Type.Integer() })),
    syslog: Type.Optional(Type.Object({ host: Type.String(), udpPort: Type.Integer(), tcpPort: Type.Integer() })),
  }),
});
export type Settings = Static<typeof Settings>;

export const SettingsPatch = Type.Partial(Type.Object(CHANGEABLE), { additionalProperties: false });
export type SettingsPatch = Static<typeof SettingsPatch>;
