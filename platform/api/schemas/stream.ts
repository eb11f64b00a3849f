import Type, { type Static } from 'typebox';
import { IncidentStatus, Level, RuleTitles } from './common.ts';

/** Data of the server-sent event `incident`: made or changed. */
export const StreamIncident = Type.Object({
  id: Type.String(),
  title: Type.String(),
  titles: RuleTitles,
  level: Level,
  priority: Level,
  status: IncidentStatus,
});
export type StreamIncident = Static<typeof StreamIncident>;

/** Data of the server-sent event `intake`, once a second while events come in. */
export const StreamIntake = Type.Object({ perSecond: Type.Number(), total: Type.Integer() });
export type StreamIntake = Static<typeof StreamIntake>;
