import Type from 'typebox';
import type { InventoryTable } from '../../inventory/entry.ts';
import { INVENTORY_LIMITS } from '../../inventory/limits.ts';
import { type ReadTable, readTableFile, readTableRows } from '../../inventory/read-table.ts';
import { writeTable } from '../../inventory/write-table.ts';
import { storable } from '../../store/state/storable.ts';
import { fault } from '../errors.ts';
import { acceptedLang } from '../language.ts';
import { type Api, answers, NO_CONTENT, principalIn, type RouteDeps, type Routes, scopeIn } from '../route.ts';
import { ErrorBody, TenantQuery } from '../schemas/common.ts';
import {
  Asset,
  AssetPage,
  AssetPreview,
  ExportQuery,
  ImportQuery,
  InventoryImport,
  InventoryName,
  InventoryQuery,
  InventoryRow,
  KnownUser,
  KnownUserPage,
  KnownUserPreview,
} from '../schemas/inventory.ts';

const tags = ['inventory'];
/** Files come as they are: their encoding is found out here. */
const FILE_TYPES = ['text/csv', 'text/plain', 'application/octet-stream'];
const FILE_OR_LIST =
  'A CSV file with a header (text/csv, in UTF-8, UTF-16, CP949 or Shift_JIS), or JSON with the list `rows`.';

const SHAPES = {
  assets: { row: Asset, page: AssetPage, preview: AssetPreview, one: 'asset', many: 'assets' },
  users: { row: KnownUser, page: KnownUserPage, preview: KnownUserPreview, one: 'user', many: 'users' },
} as const;

/** Tables of assets and users with which events are enriched. */
export const inventoryRoutes: Routes = (api, deps) => {
  api.register(async (scope: Api) => {
    scope.addContentTypeParser(FILE_TYPES, { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    tableRoutes(scope, deps, 'assets');
    tableRoutes(scope, deps, 'users');
  });
};

function tableRoutes(api: Api, { state, inventoryChanged }: RouteDeps, table: InventoryTable): void {
  const path = `/api/v1/inventory/${table}`;
  const shape = SHAPES[table];

  api.get(
    path,
    {
      schema: {
        summary: `Known ${shape.many} of the subtree, with what is inherited`,
        tags,
        querystring: InventoryQuery,
        response: answers(shape.page),
      },
    },
    async (request) => {
      const { tenant: _tenant, ...filter } = request.query;
      const { rows, total } = await state.inventory.list(scopeIn(request), table, filter);
      return { rows: rows.map(({ row, ...from }) => ({ ...from, ...row })), total } as never;
    },
  );

  api.put(
    path,
    {
      schema: {
        summary: `Stores one ${shape.one} of the tenant, in place of one of the same name`,
        tags,
        querystring: TenantQuery,
        body: InventoryRow,
        response: answers(shape.row),
      },
    },
    async (request) => {
      const scope = scopeIn(request);
      request.auditNote.target = storable(request.body.name.slice(0, INVENTORY_LIMITS.textChars));
      const { rows, problems } = await readTableRows(table, [request.body]);
      const [row] = rows;
      if (row === undefined) throw fault('inventory_row_invalid', said(problems));
      await state.inventory.put(scope, table, [row], { author: principalIn(request).actor });
      await inventoryChanged(scope.path);
      return row as never;
    },
  );

  api.delete(
    path,
    {
      schema: {
        summary: `Removes an ${shape.one} of the tenant`,
        tags,
        querystring: InventoryName,
        response: NO_CONTENT,
      },
    },
    async (request, reply) => {
      const scope = scopeIn(request);
      const name = storable(request.query.name);
      request.auditNote.target = name;
      if (!(await state.inventory.remove(scope, table, name))) throw fault('not_found');
      await inventoryChanged(scope.path);
      return reply.code(204).send(null);
    },
  );

  api.post(
    `${path}/preview`,
    {
      bodyLimit: INVENTORY_LIMITS.fileBytes,
      schema: {
        summary: `Says what an import of ${shape.many} would do; nothing is stored`,
        description: FILE_OR_LIST,
        tags,
        querystring: TenantQuery,
        response: answers(shape.preview),
      },
    },
    async (request) => {
      const read = await readBody(table, request.body);
      const names = read.rows.map(({ name }) => name);
      const changed = await state.inventory.known(scopeIn(request), table, names);
      const rows = read.rows.slice(0, INVENTORY_LIMITS.shownRows);
      return { added: names.length - changed, changed, removed: 0, ...shown(read), rows } as never;
    },
  );

  api.post(
    `${path}/import`,
    {
      bodyLimit: INVENTORY_LIMITS.fileBytes,
      schema: {
        summary: `Stores ${shape.many} of the tenant, each in place of one of the same name; good rows are kept`,
        description: FILE_OR_LIST,
        tags,
        querystring: ImportQuery,
        response: answers(InventoryImport),
      },
    },
    async (request) => {
      const scope = scopeIn(request);
      const { mode = 'merge' } = request.query;
      const read = await readBody(table, request.body);
      // A slip of the pen must not remove the row that it stands in.
      const onlyThese = mode === 'replace' && read.problemCount === 0;
      const author = principalIn(request).actor;
      const change = await state.inventory.put(scope, table, read.rows, { author, onlyThese });
      request.auditNote.detail = { mode, ...change, refused: read.problemCount };
      await inventoryChanged(scope.path);
      return { ...change, ...shown(read) };
    },
  );

  api.get(
    `${path}/export`,
    {
      schema: {
        summary: `The tenant's own ${shape.many} as a CSV file, which can be imported again`,
        tags,
        querystring: ExportQuery,
        response: {
          200: { description: 'the file', content: { 'text/csv': { schema: Type.String() } } },
          '4xx': ErrorBody,
          '5xx': ErrorBody,
        },
      },
    },
    async (request, reply) => {
      const rows = await state.inventory.own(scopeIn(request), table);
      const lang = request.query.lang ?? acceptedLang(request.headers['accept-language']);
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="haechi-${table}.csv"`)
        .send(writeTable(table, rows, lang));
    },
  );
}

function readBody(table: InventoryTable, body: unknown) {
  if (Buffer.isBuffer(body)) return readTableFile(table, body);
  const rows: unknown = (body as { rows?: unknown } | null | undefined)?.rows;
  if (!Array.isArray(rows) || rows.some((row) => typeof row !== 'object' || row === null))
    throw fault('inventory_invalid', 'body/rows');
  return readTableRows(table, rows as object[]);
}

function shown({ problems, problemCount, unknownColumns }: ReadTable<unknown>) {
  return { problems: [...problems], problemCount, unknownColumns: [...unknownColumns] };
}

/** A problem for the error's place: which field, why, and what stands there. */
function said(problems: ReadTable<unknown>['problems']): string {
  return problems.map(({ field, reason, value }) => `${field} ${reason} ${value}`.trim()).join('; ');
}
