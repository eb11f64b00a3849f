import type { Logsource } from '@haechi/event';
import Type, { type Static } from 'typebox';
import { Instant, Level, LocalText, PageQuery, pageOf, TenantPath } from './common.ts';
import { Finding } from './findings.ts';

/** A detection rule as listed. */
export const Rule = Type.Object({
  id: Type.String(),
  title: LocalText,
  level: Level,
  logsource: Type.Unsafe<Logsource>({ type: 'object', additionalProperties: true }),
  attack: Type.Array(Type.String()),
  enabled: Type.Boolean(),
  /** `builtin`, or the name of the uploaded pack. */
  source: Type.String(),
  firedCount: Type.Integer(),
  lastFired: Type.Optional(Instant),
  /** Milliseconds of processor time that the rule has taken; for the whole installation, so only at its root. */
  costMs: Type.Optional(Type.Number()),
});
export type Rule = Static<typeof Rule>;

/** `fired`: those that fired, most often first; `never`: those that never did; `costly`: by processor time. */
const RULE_VIEWS = ['all', 'fired', 'never', 'costly'] as const;
export type RuleView = (typeof RULE_VIEWS)[number];

export const RuleQuery = Type.Object({
  ...PageQuery.properties,
  text: Type.Optional(Type.String({ maxLength: 256 })),
  level: Type.Optional(Level),
  enabled: Type.Optional(Type.Boolean()),
  /** `all`, the default, gives the gravest first. */
  view: Type.Optional(Type.Enum([...RULE_VIEWS])),
});
export const RulePage = pageOf(Rule);
export type RulePage = Static<typeof RulePage>;

/** `GET /api/v1/rules/:id`: with the rule as written. */
export const RuleDetail = Type.Object({ ...Rule.properties, yaml: Type.String() });
export type RuleDetail = Static<typeof RuleDetail>;

export const RulePatch = Type.Object({ enabled: Type.Boolean() }, { additionalProperties: false });
export type RulePatch = Static<typeof RulePatch>;

/** A set of rules uploaded together; it holds for its tenant and all below. */
const RulePackListed = Type.Object({
  name: Type.String(),
  tenant: TenantPath,
  uploaded: Instant,
  uploadedBy: Type.String(),
  files: Type.Integer(),
});

export const RulePackPage = pageOf(RulePackListed);
export type RulePackPage = Static<typeof RulePackPage>;

/** Answer to an upload: what was taken up, and what was refused and why. */
export const RulePack = Type.Object({
  ...RulePackListed.properties,
  rules: Type.Integer(),
  rejected: Type.Array(Type.Object({ path: Type.String(), reason: Type.String() })),
});
export type RulePack = Static<typeof RulePack>;

export const PackParams = Type.Object({ name: Type.String({ pattern: '^[a-z0-9][a-z0-9._-]{0,63}$' }) });

/** `POST /api/v1/rules/packs?name=`: multipart with one or more files: YAML, or an archive of it. */
export const PackUploadQuery = Type.Object({
  tenant: Type.Optional(TenantPath),
  name: Type.String({ pattern: '^[a-z0-9][a-z0-9._-]{0,63}$' }),
});

/** Field name as the rule writes it (Sigma's taxonomy), with its modifiers if any: `Image|endswith`. */
const SigmaField = Type.String({ pattern: '^[A-Za-z0-9_@.-]{1,128}(?:\\|[a-z0-9]{1,24}){0,4}$' });

/** An event that matches does not fire the rule in this tenant and below it. Kept as a Sigma filter. */
export const RuleException = Type.Object({
  id: Type.String(),
  ruleId: Type.String(),
  tenant: TenantPath,
  field: Type.String(),
  value: Type.String(),
  reason: Type.String(),
  /** The Sigma filter, YAML (Sigma filters specification 2.1.0). */
  filter: Type.String(),
  created: Instant,
  createdBy: Type.String(),
});
export type RuleException = Static<typeof RuleException>;

export const RuleExceptions = Type.Object({ rows: Type.Array(RuleException) });
export type RuleExceptions = Static<typeof RuleExceptions>;

export const NewRuleException = Type.Object(
  {
    tenant: TenantPath,
    field: SigmaField,
    value: Type.String({ minLength: 1, maxLength: 1024 }),
    reason: Type.String({ minLength: 1, maxLength: 1024 }),
  },
  { additionalProperties: false },
);
export type NewRuleException = Static<typeof NewRuleException>;

export const ExceptionDraft = Type.Omit(NewRuleException, ['reason'], { additionalProperties: false });
export type ExceptionDraft = Static<typeof ExceptionDraft>;

/** What an exception would have done to the rule's findings of the last seven days in its tenant and below. */
export const ExceptionPreview = Type.Object({
  from: Instant,
  examined: Type.Integer({ description: 'findings that were looked at, newest first' }),
  hasMore: Type.Boolean({ description: 'whether there are more in the time, to which nobody looked' }),
  silenced: Type.Integer({ description: 'findings that would not have been there' }),
  lessened: Type.Integer({ description: 'findings that would have rested on fewer events' }),
  unknown: Type.Integer({ description: 'findings whose events are no longer stored' }),
  newest: Type.Array(Finding, { description: 'of those that would not have been there' }),
});
export type ExceptionPreview = Static<typeof ExceptionPreview>;

/** `DELETE /api/v1/rules/:id/exceptions?exception=`. */
export const ExceptionQuery = Type.Object({
  tenant: Type.Optional(TenantPath),
  exception: Type.String({ minLength: 1, maxLength: 128 }),
});
