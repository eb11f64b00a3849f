import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { type Entities, HaechiError } from '@haechi/event';
import type { CorrelationSnapshot } from '@haechi/sigma';
import { DETECT_LIMITS } from './limits.ts';

/** Another form has another number. */
const VERSION = 1;

const KINDS: Readonly<Record<keyof Entities, true>> = {
  host: true,
  user: true,
  address: true,
  process: true,
  session: true,
  file: true,
  domain: true,
  stake: true,
};

/** Up to which event windows have counted. */
export interface CountedTo {
  /** Id of the bus: positions of another say nothing. */
  readonly bus: string;
  readonly position: number;
}

/** The windows of one tenant with what findings of them need. */
export interface SavedWindows {
  readonly counted: CountedTo;
  /** As `@haechi/sigma` gave it, and checks it. */
  readonly windows: unknown;
  /** By event id. */
  readonly entities: readonly (readonly [string, Entities])[];
}

/** Packs what is to be saved, or answers `undefined` where that is more than may be saved. */
export function packWindows(
  counted: CountedTo,
  windows: CorrelationSnapshot,
  entitiesOf: (id: string) => Entities | undefined,
): Uint8Array<ArrayBuffer> | undefined {
  const entities = entitiesBehind(windows, entitiesOf);
  const json = JSON.stringify({ version: VERSION, counted, windows, entities });
  if (json.length > DETECT_LIMITS.unpackedBytes) return undefined;
  // The quickest level: ids that begin alike make most of the text.
  const body = deflateRawSync(json, { level: 1 });
  return body.length > DETECT_LIMITS.stateBytes ? undefined : new Uint8Array(body);
}

/** @throws HaechiError `correlation_state_invalid` */
export function unpackWindows(body: Uint8Array): SavedWindows {
  try {
    const json = inflateRawSync(body, { maxOutputLength: DETECT_LIMITS.unpackedBytes }).toString('utf8');
    const { version, counted, windows, entities } = JSON.parse(json) as Record<string, unknown>;
    if (version !== VERSION) throw new Error(`version ${version}`);
    return { counted: readCounted(counted), windows, entities: readEntities(entities) };
  } catch (cause) {
    throw new HaechiError('correlation_state_invalid', {
      what: 'the saved windows of correlations cannot be read',
      where: cause instanceof Error ? cause.message.slice(0, 200) : '',
      remedy: 'they are left out: a correlation that was under way begins anew',
      cause,
    });
  }
}

function readCounted(given: unknown): CountedTo {
  const { bus, position } = given as Record<string, unknown>;
  if (typeof bus !== 'string' || !Number.isSafeInteger(position)) throw new Error('counted');
  return { bus, position: position as number };
}

function readEntities(given: unknown): [string, Entities][] {
  if (!Array.isArray(given) || given.length > DETECT_LIMITS.savedEvents) throw new Error('entities');
  return given.map((each: unknown) => {
    const [id, entities] = each as [unknown, unknown];
    if (typeof id !== 'string' || typeof entities !== 'object' || entities === null) throw new Error('entities');
    for (const [kind, values] of Object.entries(entities))
      if (!Object.hasOwn(KINDS, kind) || !Array.isArray(values) || values.some((value) => typeof value !== 'string'))
        throw new Error('entities');
    return [id, entities as Entities];
  });
}

/** Entities of the events that a finding of these windows could name, while there is room. */
function entitiesBehind(
  { rules }: CorrelationSnapshot,
  entitiesOf: (id: string) => Entities | undefined,
): [string, Entities][] {
  const found = new Map<string, Entities>();
  let chars = 0;
  for (const { windows } of rules)
    for (const { refs } of windows)
      for (const each of refs)
        for (const id of each) {
          const entities = found.has(id) ? undefined : entitiesOf(id);
          if (entities === undefined) continue;
          chars += id.length + charsOf(entities);
          if (chars > DETECT_LIMITS.savedEntityChars || found.size === DETECT_LIMITS.savedEvents) return [...found];
          found.set(id, entities);
        }
  return [...found];
}

function charsOf(entities: Entities): number {
  let chars = 8;
  for (const values of Object.values(entities) as string[][]) {
    chars += 10;
    for (const value of values) chars += value.length + 3;
  }
  return chars;
}
