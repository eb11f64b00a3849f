import type { CompiledRules, Exclusion } from '../compile/compiled.ts';
import type { AuditMode, EngineMode } from '../compile/settings.ts';
import { TX_VARIABLES } from '../limits.ts';
import { foldAscii } from '../prefilter/necessary.ts';
import { Entry } from './entry.ts';
import type { CollectionName, Facts, PersistentRecord } from './facts.ts';
import type { Interruption, MatchedRule } from './outcome.ts';
import { type RuleTest, selectRules } from './selection.ts';

/** Opens a persistent collection. */
export type OpenCollection = (collection: CollectionName, key: string) => PersistentRecord;

/** Everything about one transaction that rules and actions read and change. */
export class TransactionState {
  readonly rules: CompiledRules;
  readonly facts: Facts;
  readonly #open: OpenCollection;

  // Settings that `ctl` may change for the rest of the transaction.
  engine: EngineMode;
  requestBodyAccess: boolean;
  requestBodyLimit: number;
  responseBodyAccess: boolean;
  responseBodyLimit: number;
  forceRequestBodyVariable = false;
  auditEngine: AuditMode;
  auditLogParts: string;

  interruption: Interruption | undefined;
  readonly matchedRules: MatchedRule[] = [];
  /** Phases that `allow` has closed: by number. */
  readonly closedPhases = new Set<number>();
  /** Flags by rule index; missing while no rule is removed. */
  removed: Uint8Array | undefined;
  /** What single rules pass over, by rule index; missing while no target is removed. */
  removedTargets: Map<number, Exclusion[]> | undefined;
  readonly captured: (string | undefined)[] = [];

  constructor(rules: CompiledRules, facts: Facts, open: OpenCollection) {
    const { settings } = rules;
    this.rules = rules;
    this.facts = facts;
    this.#open = open;
    this.engine = settings.ruleEngine;
    this.requestBodyAccess = settings.requestBodyAccess;
    this.requestBodyLimit = settings.requestBodyLimit;
    this.responseBodyAccess = settings.responseBodyAccess;
    this.responseBodyLimit = settings.responseBodyLimit;
    this.auditEngine = settings.auditEngine;
    this.auditLogParts = settings.auditLogParts;
  }

  getVariable(collection: CollectionName | 'tx', name: string): string | undefined {
    const folded = foldAscii(name);
    if (collection === 'tx') return this.facts.tx.get(folded)?.text.value;
    return this.facts.persistent.get(collection)?.get(folded);
  }

  /** A persistent collection that was not opened takes nothing. */
  setVariable(collection: CollectionName | 'tx', name: string, value: string): void {
    if (collection !== 'tx') {
      this.facts.persistent.get(collection)?.set(name, value);
      return;
    }
    this.setTransactionVariable(new Entry(name, value));
  }

  setTransactionVariable(entry: Entry): void {
    if (this.facts.tx.size < TX_VARIABLES || this.facts.tx.has(entry.foldedKey))
      this.facts.tx.set(entry.foldedKey, entry);
  }

  removeVariable(collection: CollectionName | 'tx', name: string): void {
    const folded = foldAscii(name);
    if (collection === 'tx') this.facts.tx.delete(folded);
    else this.facts.persistent.get(collection)?.remove(folded);
  }

  expireVariable(collection: CollectionName, name: string, seconds: number): void {
    this.facts.persistent.get(collection)?.expire(foldAscii(name), seconds);
  }

  /** The first key wins: a collection is opened once a transaction. */
  openCollection(collection: CollectionName, key: string): void {
    if (!this.facts.persistent.has(collection)) this.facts.persistent.set(collection, this.#open(collection, key));
  }

  removeRules(test: RuleTest): void {
    this.removed ??= new Uint8Array(this.rules.rules.length);
    for (const rule of selectRules(this.rules, test)) this.removed[rule.index] = 1;
  }

  removeTarget(test: RuleTest, exclusion: Exclusion): void {
    this.removedTargets ??= new Map();
    for (const { index } of selectRules(this.rules, test)) {
      const others = this.removedTargets.get(index);
      if (others === undefined) this.removedTargets.set(index, [exclusion]);
      else others.push(exclusion);
    }
  }

  /** Puts what an operator captured into TX:0 to TX:9 and forgets earlier captures behind them. */
  keepCaptures(): void {
    const { tx } = this.facts;
    for (let index = 0; index < 10; index++) {
      const key = String(index);
      const value = index < this.captured.length ? (this.captured[index] ?? '') : undefined;
      if (value === undefined) tx.delete(key);
      else tx.set(key, new Entry(key, value));
    }
  }
}
