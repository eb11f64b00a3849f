export { CRITICALITIES, type Criticality } from './criticality.ts';
export type { Decoded, Logsource, NativeView, Reject } from './decoded.ts';
export type * from './ecs.ts';
export { addEntities } from './entities.ts';
export { HaechiError } from './errors.ts';
export type { Entities, Finding, Incident, IncidentStatus, Level } from './finding.ts';
export { INCIDENT_STATUSES, LEVELS } from './finding.ts';
export { priorityOf, STAKE_KINDS, type Stake, stakesOf, writeStake } from './priority.ts';
export { TACTICS } from './tactics.ts';
