import Type, { type Static } from 'typebox';
import { Instant, TenantPath } from './common.ts';

const Mode = Type.Unsafe<'block' | 'detect'>({ type: 'string', enum: ['block', 'detect'] });
const Paranoia = Type.Unsafe<1 | 2 | 3 | 4>({ type: 'integer', enum: [1, 2, 3, 4] });
const Threshold = Type.Integer({ minimum: 1, maximum: 1000, description: 'score from which a request is stopped' });
const Upstream = Type.String({
  minLength: 8,
  maxLength: 1000,
  description: 'http(s)://host:port of the server behind',
});
const Name = Type.String({ pattern: '^[a-z0-9][a-z0-9.-]{0,62}$', description: 'unique in the tenant' });
const Reason = Type.String({ minLength: 1, maxLength: 1000 });
const Text = Type.String({ minLength: 1, maxLength: 1000 });

const WRITTEN = { id: Type.String(), author: Type.String(), created: Instant, reason: Type.String() };

/** What is normal on the site although a rule takes it for an attack. */
const NewExclusionFields = {
  rule: Type.Integer({ minimum: 1 }),
  path: Type.Optional(Text),
  target: Type.Optional(Text),
};
export const NewExclusion = Type.Object({ ...NewExclusionFields, reason: Reason }, { additionalProperties: false });
export type NewExclusion = Static<typeof NewExclusion>;

const NewBlockFields = {
  kind: Type.Unsafe<'address' | 'session' | 'account'>({ type: 'string', enum: ['address', 'session', 'account'] }),
  value: Text,
  expires: Type.Optional(Instant),
};
export const NewBlock = Type.Object({ ...NewBlockFields, reason: Reason }, { additionalProperties: false });
export type NewBlock = Static<typeof NewBlock>;

export const WafSite = Type.Object({
  id: Type.String(),
  tenant: TenantPath,
  name: Name,
  upstream: Upstream,
  mode: Mode,
  paranoia: Paranoia,
  threshold: Threshold,
  exclusions: Type.Array(Type.Object({ ...NewExclusionFields, ...WRITTEN })),
  blocked: Type.Array(Type.Object({ ...NewBlockFields, ...WRITTEN })),
  revision: Type.Integer(),
  created: Instant,
  updated: Instant,
  /** When a WAF last asked for the policy, and which revision it had. */
  seen: Type.Optional(Instant),
  seenRevision: Type.Optional(Type.Integer()),
});
export type WafSite = Static<typeof WafSite>;

export const WafSites = Type.Object({ rows: Type.Array(WafSite) });
export type WafSites = Static<typeof WafSites>;

export const NewWafSite = Type.Object(
  {
    tenant: TenantPath,
    name: Name,
    upstream: Upstream,
    mode: Type.Optional(Mode),
    paranoia: Type.Optional(Paranoia),
    threshold: Type.Optional(Threshold),
  },
  { additionalProperties: false },
);
export type NewWafSite = Static<typeof NewWafSite>;

export const WafSiteChange = Type.Object(
  {
    upstream: Type.Optional(Upstream),
    mode: Type.Optional(Mode),
    paranoia: Type.Optional(Paranoia),
    threshold: Type.Optional(Threshold),
  },
  { additionalProperties: false, minProperties: 1 },
);
export type WafSiteChange = Static<typeof WafSiteChange>;

export const EntryQuery = Type.Object({ tenant: Type.Optional(TenantPath), entry: Type.String({ maxLength: 64 }) });

/** What a WAF fetches. */
export const WafPolicy = Type.Object({
  revision: Type.Integer(),
  site: Type.String(),
  policy: Type.Object({
    upstream: Upstream,
    mode: Mode,
    paranoia: Paranoia,
    threshold: Threshold,
    exclusions: Type.Array(Type.Object(NewExclusionFields)),
    blocked: Type.Array(Type.Object(NewBlockFields)),
  }),
});

export const PolicyQuery = Type.Object({
  tenant: Type.Optional(TenantPath),
  have: Type.Optional(Type.Integer({ minimum: 0, description: 'revision that the WAF has' })),
});

/** A request to judge: request line, headers, an empty line, the body. */
export const TrialRequest = Type.Object(
  { request: Type.String({ minLength: 1, maxLength: 65_536 }) },
  { additionalProperties: false },
);

export const Trial = Type.Object({
  verdict: Type.Unsafe<'passed' | 'reported' | 'blocked'>({ type: 'string', enum: ['passed', 'reported', 'blocked'] }),
  rules: Type.Array(
    Type.Object({
      id: Type.Integer(),
      msg: Type.String(),
      severity: Type.String(),
      variable: Type.String(),
      data: Type.String(),
      tags: Type.Array(Type.String()),
    }),
  ),
});
export type Trial = Static<typeof Trial>;
