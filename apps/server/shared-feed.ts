import type { LiveEvent, LiveFeed } from '@haechi/platform/api/live/feed.ts';
import type { Words } from '@haechi/platform/store/words.ts';
import { isTenantPath } from '@haechi/platform/tenancy/scope.ts';

/** Milliseconds over which what came in is added up before it is said. */
const EVERY_MS = 1_000;
/** Findings and incidents said in that time; the rest is seen in the lists. */
const MOST = 100;

/** Where what happens is told. */
export type FeedSink = Pick<LiveFeed, 'publish'>;

/** Tells the live streams of this process, and through words those of the others; `stop` says what is left. */
export function sharedFeed(feed: LiveFeed, words: Words): FeedSink & { stop(): void } {
  let intake = new Map<string, number>();
  let said = 0;
  const say = (): void => {
    said = 0;
    if (intake.size === 0) return;
    for (const [tenant, events] of intake) words.say('live', { type: 'intake', tenant, events } satisfies LiveEvent);
    intake = new Map();
  };
  const timer = setInterval(say, EVERY_MS);
  return {
    publish(event) {
      feed.publish(event);
      if (event.type === 'intake') intake.set(event.tenant, (intake.get(event.tenant) ?? 0) + event.events);
      else if (said++ < MOST) words.say('live', brief(event));
    },
    stop() {
      clearInterval(timer);
      say();
    },
  };
}

/** Passes on to the live streams of this process what happens in others; each watcher hears of its tenants alone. */
export function hearOthers(feed: FeedSink, words: Words): void {
  words.hear('live', (word) => {
    const event = readLive(word);
    if (event !== undefined) feed.publish(event);
  });
}

/** Lists of ids are what makes an event large, and nobody who watches is shown them. */
function brief(event: LiveEvent): LiveEvent {
  if (event.type === 'incident') return { ...event, incident: { ...event.incident, findingIds: [] } };
  if (event.type === 'finding')
    return { ...event, finding: { ...event.finding, eventIds: event.finding.eventIds.slice(0, 20) } };
  return event;
}

/** What another process said; its form is checked as far as somebody here goes by it. */
export function readLive(word: unknown): LiveEvent | undefined {
  if (typeof word !== 'object' || word === null) return undefined;
  const { type, tenant } = word as Record<string, unknown>;
  if (typeof tenant !== 'string' || !isTenantPath(tenant)) return undefined;
  const event = word as LiveEvent;
  if (type === 'intake') return Number.isSafeInteger((word as { events?: unknown }).events) ? event : undefined;
  const about = (word as Record<string, unknown>)[String(type)] as Record<string, unknown> | null | undefined;
  // What is shown is of the tenant that it is said to be of.
  if ((type !== 'incident' && type !== 'finding') || typeof about !== 'object' || about === null) return undefined;
  const isWhole =
    about['tenant'] === tenant && typeof about['id'] === 'string' && typeof about['entities'] === 'object';
  return isWhole ? event : undefined;
}
