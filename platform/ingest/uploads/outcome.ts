import type { Bus, EventStore } from '../../store/ports.ts';
import type { Upload, UploadChange } from '../../store/state/uploads.ts';
import { scopeOf } from '../../tenancy/scope.ts';
import { labelOf, sourceOf } from './batches.ts';

/** Event times of files may be of any age. */
const ALWAYS = { from: '1900-01-01T00:00:00.000Z', to: '2299-12-31T23:59:59.999Z' } as const;

/** The search that finds the events of an upload. */
export function queryOf({ sha256 }: { readonly sha256: string }): string {
  return `labels.upload:"${labelOf(sha256)}"`;
}

/** True when everything that was read of an upload is stored. */
export function isSettled(
  { tenant, position }: Pick<Upload, 'tenant' | 'position'>,
  bus: Pick<Bus, 'isStored'>,
): boolean {
  return position === null || bus.isStored({ tenant, position });
}

/** What became of the records of an upload: events, with the time that they span, and dead letters. */
export async function outcomeOf(
  upload: Upload,
  events: Pick<EventStore, 'span' | 'countDeadLetters'>,
): Promise<UploadChange> {
  const scope = scopeOf(upload.tenant);
  const { sha256, began } = upload;
  if (sha256 === null || began === null) return { events: 0, unreadable: 0 };
  const { count, first, last } = await events.span(
    scope,
    `${queryOf({ sha256 })} AND tenant:"${upload.tenant}"`,
    ALWAYS,
  );
  const unreadable = await events.countDeadLetters(scope, {
    range: { from: began, to: ALWAYS.to },
    source: sourceOf(upload),
  });
  return { events: count, unreadable, firstTime: first ?? null, lastTime: last ?? null };
}
