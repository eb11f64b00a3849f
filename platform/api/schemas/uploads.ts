import Type, { type Static } from 'typebox';
import { Instant, TenantPath, TenantQuery, TimeZone } from './common.ts';

const Count = (description: string) => Type.Integer({ minimum: 0, description });

const UploadProblem = Type.Object({
  source: Type.String({ description: 'name of the file, members of archives after !' }),
  reason: Type.String({ description: 'archive_damaged, archive_path_escape, archive_bomb, …' }),
  detail: Type.String(),
});

/** A file that was given as a file, and what became of it. */
export const Upload = Type.Object({
  id: Type.String(),
  tenant: TenantPath,
  name: Type.String(),
  status: Type.Unsafe<'receiving' | 'waiting' | 'reading' | 'storing' | 'done' | 'failed'>({
    type: 'string',
    enum: ['receiving', 'waiting', 'reading', 'storing', 'done', 'failed'],
  }),
  bytes: Count('of the file'),
  received: Count('bytes that are on stable storage here'),
  readBytes: Count('bytes that were cut into records'),
  heldBy: Type.Optional(
    Type.Unsafe<'rate' | 'volume'>({
      type: 'string',
      enum: ['rate', 'volume'],
      description: 'while status is reading: which bound of what the tenant may send it waits for',
    }),
  ),
  timeZone: TimeZone,
  author: Type.String(),
  created: Instant,
  sha256: Type.Optional(Type.String({ description: 'of the whole file, lower-case hex' })),
  inputs: Count('files in it: itself, or what its archive holds'),
  accepted: Count('records on stable storage'),
  rejected: Count('records that the intake refused; they are dead letters'),
  events: Type.Optional(Count('events in the store, once status is done')),
  unreadable: Type.Optional(Count('dead letters, once status is done')),
  firstTime: Type.Optional(Instant),
  lastTime: Type.Optional(Instant),
  query: Type.Optional(Type.String({ description: 'finds its events' })),
  source: Type.String({ description: 'finds its dead letters' }),
  problems: Type.Array(UploadProblem),
  problemCount: Count('files and members that could not be read, or not to their end'),
});
export type Upload = Static<typeof Upload>;

export const UploadQuery = Type.Object({
  ...TenantQuery.properties,
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, default: 100 })),
});
export const Uploads = Type.Object({ rows: Type.Array(Upload) });
export type Uploads = Static<typeof Uploads>;

/** What a request may say in its address that tus says in `Upload-Metadata`. */
export const UploadCreateQuery = Type.Object({
  ...TenantQuery.properties,
  name: Type.Optional(Type.String({ minLength: 1, maxLength: 1024, description: 'where Upload-Metadata is not sent' })),
  timeZone: Type.Optional(TimeZone),
});
