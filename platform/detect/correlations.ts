import { createHash } from 'node:crypto';
import { addEntities, type Entities, type Finding, HaechiError } from '@haechi/event';
import {
  type CorrelationMatch,
  type Correlator,
  correlator,
  type DetectionRule,
  type RuleError,
  type SigmaRule,
} from '@haechi/sigma';
import { isDocumentId } from '../store/document-id.ts';
import type { EventRow } from '../store/ports.ts';
import { attackTags } from './attack-tags.ts';
import { KnownEntities } from './known-entities.ts';
import { DETECT_LIMITS } from './limits.ts';
import { type CountedTo, packWindows, unpackWindows } from './saved-windows.ts';

/** The open windows of one tenant, to be kept over a restart. */
export interface CorrelationState {
  readonly tenant: string;
  /** Empty where there are no windows, or more than may be kept. */
  readonly body: Uint8Array<ArrayBuffer>;
}

/** What changed since it was last asked. */
export interface CorrelationStates {
  readonly states: readonly CorrelationState[];
  /** Windows that the states leave out for want of room. */
  readonly leftOut: number;
  /** Whether there is more: what is given at once is bounded. */
  readonly hasMore: boolean;
}

/** A state that could not be taken up. */
export interface RefusedState {
  readonly tenant: string;
  readonly code: string;
  readonly what: string;
}

const NOTHING = new Uint8Array();

/** Correlation rules over the matches of single events, by tenant. */
export class Correlations {
  readonly #engine: Correlator;
  readonly #known: KnownEntities;
  /** By tenant, the last position that its windows had counted before a restart. */
  readonly #counted: Map<string, number>;
  #countedTo: number;
  /** Events of senders' own names in windows of before a restart: their senders may send them again. */
  readonly #named: Set<string>;

  /** @param before gives its windows to this one, where the rules they are of stay the same; it is used no more */
  constructor(rules: readonly SigmaRule[], before?: Correlations) {
    this.#engine = correlator(rules, before === undefined ? undefined : before.#engine);
    this.#known = before === undefined ? new KnownEntities() : before.#known;
    this.#counted = before === undefined ? new Map() : before.#counted;
    this.#countedTo = before === undefined ? -1 : before.#countedTo;
    this.#named = before === undefined ? new Set() : before.#named;
  }

  get rejected(): readonly RuleError[] {
    return this.#engine.rejected;
  }

  /** True when a correlation waits for matches of the rule. */
  wants(ruleId: string): boolean {
    return this.#engine.wants(ruleId);
  }

  /** Takes a match; answers findings of the correlations that it completed. */
  feed(rule: DetectionRule, row: EventRow, entities: Entities): Finding[] {
    if (this.#isCounted(row)) return [];
    this.#known.add(row.id, entities);
    const matches = this.#engine.feed({ rule }, row.native, Date.parse(row.time), {
      scope: row.tenant,
      ref: row.id,
      receivedMs: Date.parse(row.ingested),
    });
    return matches.map((match) => toFinding(match, this.#known));
  }

  /**
   * The windows of tenants that changed since this was last asked. They may be kept once every event up to `counted` is
   * stored with its findings: what comes again after a restart is not counted again, and finds nothing again.
   */
  states(counted: CountedTo): CorrelationStates {
    const states: CorrelationState[] = [];
    let bytes = 0;
    let leftOut = 0;
    for (const [tenant, windows] of this.#engine.snapshots()) {
      const position = Math.max(counted.position, this.#counted.get(tenant) ?? -1);
      leftOut += windows.leftOut;
      let body: CorrelationState['body'] | undefined = NOTHING;
      if (windows.rules.length > 0) body = packWindows({ ...counted, position }, windows, (id) => this.#known.of(id));
      if (body === undefined) for (const rule of windows.rules) leftOut += rule.windows.length;
      states.push({ tenant, body: body ?? NOTHING });
      bytes += body?.length ?? 0;
      if (bytes > DETECT_LIMITS.takenBytes) return { states, leftOut, hasMore: true };
    }
    return { states, leftOut, hasMore: false };
  }

  /** Takes up windows of before a restart; those of a state that cannot be read are lost, and no others. */
  restore(states: readonly CorrelationState[], bus: string): RefusedState[] {
    const refused: RefusedState[] = [];
    for (const { tenant, body } of states) {
      if (body.length === 0) continue;
      try {
        const { counted, windows, entities } = unpackWindows(body);
        this.#engine.restore(tenant, windows);
        for (const [id, of] of entities) {
          this.#known.add(id, of);
          if (isDocumentId(id)) this.#named.add(id);
        }
        if (counted.bus !== bus) continue;
        this.#counted.set(tenant, counted.position);
        this.#countedTo = Math.max(this.#countedTo, counted.position);
      } catch (error) {
        if (!(error instanceof HaechiError)) throw error;
        refused.push({ tenant, code: error.code, what: error.message });
      }
    }
    return refused;
  }

  /** Gives up the windows of tenants. */
  forget(tenants: readonly string[]): void {
    this.#engine.forget(new Set(tenants));
  }

  /** Whether windows of before a restart hold the event already. */
  #isCounted({ id, tenant, position }: EventRow): boolean {
    if (this.#named.size > 0 && this.#named.has(id)) return true;
    return position <= this.#countedTo && position <= (this.#counted.get(tenant) ?? -1);
  }
}

function toFinding({ rule, scope, group, timeMs, count, refs }: CorrelationMatch, entitiesOf: KnownEntities): Finding {
  const entities: Entities = {};
  for (const ref of refs) {
    const known = entitiesOf.of(ref);
    if (known !== undefined) addEntities(entities, known, DETECT_LIMITS.entityValues);
  }
  const identity = [scope, rule.id, ...Object.values(group), refs.at(-1) ?? String(timeMs)].join('\n');
  return {
    id: createHash('sha256').update(identity).digest('hex').slice(0, 32),
    tenant: scope,
    time: new Date(timeMs).toISOString(),
    ruleId: rule.id,
    title: rule.title,
    level: rule.level,
    attack: attackTags(rule.tags),
    entities,
    eventIds: refs,
    count,
  };
}
