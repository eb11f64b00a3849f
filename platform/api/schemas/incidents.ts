import { CRITICALITIES, STAKE_KINDS } from '@haechi/event';
import Type, { type Static } from 'typebox';
import {
  IncidentStatus,
  Instant,
  Lang,
  Level,
  LocalText,
  PageQuery,
  pageOf,
  RuleTitles,
  TenantPath,
  TenantQuery,
  words,
} from './common.ts';
import { EventRow } from './events.ts';
import { Entities, Finding } from './findings.ts';

/** Something of consequence that an incident is about, as the tenant's tables of assets and users have it. */
const Stake = Type.Object({
  kind: words(STAKE_KINDS, 'an asset, a user, a privileged account, an account of somebody who left'),
  criticality: words(CRITICALITIES, 'what its loss would mean'),
  name: Type.String(),
});

/** Findings that tell one story, with what the analysts did about it. */
export const Incident = Type.Object({
  id: Type.String(),
  tenant: TenantPath,
  status: IncidentStatus,
  level: Level,
  /** How urgent it is: as grave as its level, or more for what is at stake. */
  priority: Level,
  /** Gravest first. */
  stakes: Type.Array(Stake),
  /** Title of the gravest rule. */
  title: Type.String(),
  titles: RuleTitles,
  titleRuleId: Type.String(),
  firstTime: Instant,
  lastTime: Instant,
  /** ATT&CK tactics in kill-chain order, without prefix. */
  tactics: Type.Array(Type.String()),
  entities: Entities,
  findingIds: Type.Array(Type.String()),
  findingCount: Type.Integer(),
  /** Set when this incident turned out to be part of an older one, which carries its findings from then on. */
  mergedInto: Type.Optional(Type.String()),
  /** Username of the analyst in charge. */
  assignee: Type.Optional(Type.String()),
});
export type Incident = Static<typeof Incident>;

/** `GET /api/v1/incidents`: gravest and newest first. `status` may be given several times. */
export const IncidentQuery = Type.Object({
  ...PageQuery.properties,
  status: Type.Optional(Type.Array(IncidentStatus, { maxItems: 4 })),
  minLevel: Type.Optional(Level),
  /** At most this grave; with `minLevel` it picks one level. */
  maxLevel: Type.Optional(Level),
  minPriority: Type.Optional(Level),
  maxPriority: Type.Optional(Level),
  text: Type.Optional(Type.String({ maxLength: 256 })),
});
export const IncidentPage = pageOf(Incident);
export type IncidentPage = Static<typeof IncidentPage>;

/** `GET /api/v1/incidents/:id`: the story with its findings and the first 200 events behind them, by id. */
export const IncidentDetail = Type.Object({
  incident: Incident,
  findings: Type.Array(Finding),
  events: Type.Record(Type.String(), EventRow),
  response: Type.Array(Type.Object({ ruleId: Type.String(), hint: LocalText })),
});
export type IncidentDetail = Static<typeof IncidentDetail>;

/** `PATCH /api/v1/incidents/:id`: `assignee` empty gives it back; `note` is appended. Answers the incident. */
export const IncidentPatch = Type.Object(
  {
    status: Type.Optional(IncidentStatus),
    assignee: Type.Optional(Type.String({ maxLength: 128 })),
    note: Type.Optional(Type.String({ minLength: 1, maxLength: 8192 })),
  },
  { additionalProperties: false },
);
export type IncidentPatch = Static<typeof IncidentPatch>;

const Note = Type.Object({ id: Type.String(), time: Instant, author: Type.String(), text: Type.String() });

/** `GET /api/v1/incidents/:id/notes`: oldest first. */
export const Notes = Type.Object({ rows: Type.Array(Note) });
export type Notes = Static<typeof Notes>;

export const ReportQuery = Type.Object({
  ...TenantQuery.properties,
  format: Type.Unsafe<'html' | 'pdf' | 'json'>({ type: 'string', enum: ['html', 'pdf', 'json'], default: 'html' }),
  lang: Type.Optional(Lang),
});
