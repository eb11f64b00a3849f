import { CRITICALITIES } from '@haechi/event';
import Type, { type Static } from 'typebox';
import { EMPLOYMENTS } from '../../inventory/entry.ts';
import { INVENTORY_LIMITS } from '../../inventory/limits.ts';
import { PROBLEM_REASONS } from '../../inventory/read-row.ts';
import { Instant, Lang, TenantPath, TenantQuery, words } from './common.ts';

const Criticality = words(CRITICALITIES, 'what its loss would mean');
const listed = { tenant: TenantPath, author: Type.String(), updated: Instant };
const texts = () => Type.Array(Type.String());

/** A machine, device or network of a tenant. Texts that are not known are empty. */
const asset = {
  name: Type.String(),
  addresses: texts(),
  hosts: texts(),
  owner: Type.String(),
  department: Type.String(),
  site: Type.String(),
  criticality: Criticality,
  tags: texts(),
  os: Type.String(),
  note: Type.String(),
};
export const Asset = Type.Object(asset);
export type Asset = Static<typeof Asset>;
const ListedAsset = Type.Object({ ...listed, ...asset });
export type ListedAsset = Static<typeof ListedAsset>;
export const AssetPage = Type.Object({ rows: Type.Array(ListedAsset), total: Type.Integer() });
export type AssetPage = Static<typeof AssetPage>;

/** An account of a tenant and whose it is. Texts that are not known are empty. */
const user = {
  name: Type.String(),
  email: Type.String(),
  aliases: texts(),
  fullName: Type.String(),
  department: Type.String(),
  title: Type.String(),
  privileged: Type.Boolean(),
  status: words(EMPLOYMENTS, 'active, on leave, or gone'),
  criticality: Criticality,
  manager: Type.String(),
};
export const KnownUser = Type.Object(user);
export type KnownUser = Static<typeof KnownUser>;
const ListedUser = Type.Object({ ...listed, ...user });
export type ListedUser = Static<typeof ListedUser>;
export const KnownUserPage = Type.Object({ rows: Type.Array(ListedUser), total: Type.Integer() });
export type KnownUserPage = Static<typeof KnownUserPage>;

/** Rows by tenant and name; `text` is a part of any value. */
export const InventoryQuery = Type.Object({
  ...TenantQuery.properties,
  text: Type.Optional(Type.String({ maxLength: INVENTORY_LIMITS.textChars })),
  criticality: Type.Optional(Criticality),
  offset: Type.Optional(Type.Integer({ minimum: 0, maximum: 10_000_000 })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000, default: 100 })),
});

/** The row to remove, of the tenant that the query names. */
export const InventoryName = Type.Object({
  ...TenantQuery.properties,
  name: Type.String({ minLength: 1, maxLength: INVENTORY_LIMITS.textChars }),
});

/** `replace` removes the tenant's other rows, where no row was refused. */
export const ImportQuery = Type.Object({
  ...TenantQuery.properties,
  mode: Type.Optional(
    Type.Unsafe<'merge' | 'replace'>({ type: 'string', enum: ['merge', 'replace'], default: 'merge' }),
  ),
});

export const ExportQuery = Type.Object({ ...TenantQuery.properties, lang: Type.Optional(Lang) });

/** A row with the fields of the table; those that are missing are empty, lists may be one text with `;` between. */
export const InventoryRow = Type.Object({ name: Type.String() }, { additionalProperties: true });

/** What a table comes to, or would: what is done with its rows, and the rows that are refused. */
const imported = {
  added: Type.Integer(),
  changed: Type.Integer(),
  removed: Type.Integer(),
  problemCount: Type.Integer(),
  problems: Type.Array(
    Type.Object({
      line: Type.Integer({ description: 'where the row begins in the file, or its number in the list; from 1' }),
      field: Type.String(),
      reason: words(PROBLEM_REASONS, 'why'),
      value: Type.String(),
    }),
  ),
  unknownColumns: Type.Array(Type.String()),
};
export const InventoryImport = Type.Object(imported);
export type InventoryImport = Static<typeof InventoryImport>;
export const AssetPreview = Type.Object({ ...imported, rows: Type.Array(Asset) });
export type AssetPreview = Static<typeof AssetPreview>;
export const KnownUserPreview = Type.Object({ ...imported, rows: Type.Array(KnownUser) });
export type KnownUserPreview = Static<typeof KnownUserPreview>;
