import type { Indicator } from '../enrich/indicator.ts';
import { FEED_LIMITS } from './limits.ts';
import type { HeldObject, Merged } from './merge-objects.ts';

/** STIX objects that are not in the list, by reason. */
export interface UnusedCounts {
  readonly revoked: number;
  readonly ended: number;
  readonly pattern_unsupported: number;
  readonly malformed: number;
}

/** A feed's list as it stands at a moment. */
export interface FeedList {
  /** Sorted, each once: with the latest end where several objects say the same. */
  readonly indicators: readonly Indicator[];
  readonly unused: UnusedCounts;
}

/** What of a feed's objects holds at that moment. */
export function listOf({ held, malformed }: Merged, nowMs: number): FeedList {
  const found = new Map<string, Indicator>();
  const unused = { revoked: 0, ended: 0, pattern_unsupported: 0, malformed: malformed.size };
  for (const object of held.values()) {
    if (object.unused !== undefined) unused[object.unused]++;
    else if (hasEnded(object, nowMs)) unused.ended++;
    else for (const indicator of object.indicators) addLongest(found, indicator);
  }
  return { indicators: [...found].sort(byKey).map(([, indicator]) => indicator), unused };
}

/** What is worth remembering until the next poll, sorted: not what has been revoked or ended for long. */
export function toRemember({ held }: Merged, nowMs: number): HeldObject[] {
  const since = new Date(nowMs - FEED_LIMITS.endedDays * 86_400_000).toISOString();
  return [...held.values()]
    .filter((object) => {
      if (object.unused === 'revoked') return object.version > since;
      const until = object.indicators[0]?.until;
      return until === undefined || until > since;
    })
    .sort((one, other) => (one.id < other.id ? -1 : 1));
}

/** When the first indicator of a list ends. */
export function firstEnd(indicators: readonly Indicator[]): string | undefined {
  let first: string | undefined;
  for (const { until } of indicators) if (until !== undefined && (first === undefined || until < first)) first = until;
  return first;
}

/** How two states of a list differ. */
export function listChange(
  before: readonly Indicator[],
  after: readonly Indicator[],
): { readonly added: number; readonly removed: number; readonly changed: boolean } {
  const old = new Map(before.map((indicator) => [keyOf(indicator), indicator.until]));
  let added = 0;
  let kept = 0;
  let prolonged = false;
  for (const indicator of after) {
    const key = keyOf(indicator);
    if (!old.has(key)) added++;
    else {
      kept++;
      if (old.get(key) !== indicator.until) prolonged = true;
    }
  }
  const removed = before.length - kept;
  return { added, removed, changed: added > 0 || removed > 0 || prolonged };
}

function hasEnded({ indicators }: HeldObject, nowMs: number): boolean {
  const until = indicators[0]?.until;
  return until !== undefined && Date.parse(until) <= nowMs;
}

function addLongest(found: Map<string, Indicator>, indicator: Indicator): void {
  const key = keyOf(indicator);
  const known = found.get(key);
  if (known === undefined || endOf(indicator) > endOf(known)) found.set(key, indicator);
}

/** No end sorts behind every year. */
function endOf({ until }: Indicator): string {
  return until ?? '~';
}

function keyOf({ type, value }: Indicator): string {
  return `${type} ${value}`;
}

function byKey([one]: readonly [string, Indicator], [other]: readonly [string, Indicator]): number {
  return one < other ? -1 : 1;
}
