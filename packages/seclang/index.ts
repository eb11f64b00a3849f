import { memoryCollections } from './collections/memory.ts';
import type { CompiledRules } from './compile/compiled.ts';
import { type LoadOptions, load } from './compile/load.ts';
import type { EngineSettings } from './compile/settings.ts';
import type { Problem } from './errors.ts';
import { HeaderMemory } from './transaction/header-memory.ts';
import { Transaction, type TransactionDeps } from './transaction/transaction.ts';

export { bytesAsText } from './bytes-as-text.ts';
export { memoryCollections } from './collections/memory.ts';
export type { CollectionStore } from './collections/store.ts';
export type { LoadOptions } from './compile/load.ts';
export type { EngineSettings } from './compile/settings.ts';
export type { Problem, ProblemCode } from './errors.ts';
export { diskReader } from './readers/disk.ts';
export { memoryReader } from './readers/memory.ts';
export type { RuleReader } from './readers/reader.ts';
export type { AuditRecord } from './transaction/audit.ts';
export type { CollectionName, PersistentRecord } from './transaction/facts.ts';
export type { Interruption, MatchedRule } from './transaction/outcome.ts';
export type { Connection, RequestLine, Transaction, TransactionDeps } from './transaction/transaction.ts';

/** Rules ready to run. Immutable: one rule set serves any number of transactions at once. */
export interface RuleSet {
  readonly settings: Readonly<EngineSettings>;
  /** Number of rules, chains counted once. */
  readonly ruleCount: number;
  /** Begins a transaction. Defaults: a random id, the system clock, collections of this rule set in memory. */
  readonly transaction: (deps?: Partial<TransactionDeps>) => Transaction;
  /**
   * Builds, a piece at each turn, what the first long value of a pattern would otherwise wait for; a piece takes up to some
   * 50 ms. Nothing depends on it: it may be left out or broken off.
   */
  readonly prepare: () => Generator<void>;
}

/** What loading gave: a rule set, or every error with file and line. Warnings come with both. */
export type LoadResult =
  | { readonly ruleset: RuleSet; readonly warnings: readonly Problem[] }
  | { readonly ruleset?: never; readonly errors: readonly Problem[]; readonly warnings: readonly Problem[] };

/**
 * Loads SecLang rule files in the order given; globs and `Include` are honoured, data files are looked for beside the
 * file that names them.
 *
 * @example
 * const loaded = loadRules(['crs-setup.conf', 'rules/*.conf'], { reader: diskReader() });
 * if (loaded.ruleset === undefined) throw new Error(loaded.errors[0]?.message);
 */
export function loadRules(files: readonly string[], options: LoadOptions): LoadResult {
  const loaded = load(files, options);
  if (loaded.rules === undefined) return { errors: loaded.errors, warnings: loaded.warnings };
  return { ruleset: ruleSetOf(loaded.rules), warnings: loaded.warnings };
}

function ruleSetOf(rules: CompiledRules): RuleSet {
  const collections = memoryCollections();
  const headers = new HeaderMemory();
  return {
    settings: rules.settings,
    ruleCount: rules.rules.length,
    *prepare() {
      for (const build of rules.preparations) yield build();
    },
    transaction: (deps = {}) =>
      new Transaction(rules, {
        id: deps.id ?? crypto.randomUUID(),
        nowMs: deps.nowMs ?? Date.now,
        collections: deps.collections ?? collections,
        headers,
      }),
  };
}

export { SUPPORT } from './support.ts';
