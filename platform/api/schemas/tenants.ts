import Type, { type Static } from 'typebox';
import { Instant, pageOf, TenantPath } from './common.ts';

const Slug = Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,62}$', description: 'last part of the path' });
const Name = Type.String({ minLength: 1, maxLength: 128 });

/** Days that a tenant's events are kept. */
const RetentionDays = Type.Integer({ minimum: 1, maximum: 3650 });

/** Events per second that the tenant may send with all below it; `null` is no bound. */
const EventsPerSecond = Type.Union([Type.Integer({ minimum: 1, maximum: 10_000_000 }), Type.Null()]);

/** Bytes of events that it may send with all below it in a day of UTC; `null` is no bound. */
const BytesPerDay = Type.Union([Type.Integer({ minimum: 1, maximum: 1_000_000_000_000_000 }), Type.Null()]);

export const Tenant = Type.Object({
  path: TenantPath,
  name: Type.String(),
  retentionDays: RetentionDays,
  eventsPerSecond: EventsPerSecond,
  bytesPerDay: BytesPerDay,
  created: Instant,
});
export type Tenant = Static<typeof Tenant>;

/** `GET /api/v1/tenants`: the caller's subtree, parents before children. */
export const TenantPage = pageOf(Tenant);
export type TenantPage = Static<typeof TenantPage>;

export const NewTenant = Type.Object({ parent: TenantPath, slug: Slug, name: Name }, { additionalProperties: false });
export type NewTenant = Static<typeof NewTenant>;

/** `PATCH /api/v1/tenants?tenant=`: the tenant is the one the query names, not its subtree. */
export const TenantPatch = Type.Object(
  {
    name: Type.Optional(Name),
    retentionDays: Type.Optional(RetentionDays),
    eventsPerSecond: Type.Optional(EventsPerSecond),
    bytesPerDay: Type.Optional(BytesPerDay),
  },
  { additionalProperties: false },
);
export type TenantPatch = Static<typeof TenantPatch>;

export const TenantPatchQuery = Type.Object({ tenant: TenantPath });
