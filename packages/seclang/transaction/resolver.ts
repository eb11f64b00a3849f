import type { CompiledRules, Exclusion, Group, Part, Target, TargetList } from '../compile/compiled.ts';
import { countOf, Entry, NO_ENTRIES } from './entry.ts';
import type { Facts } from './facts.ts';
import { NOWHERE, PrefilterResults } from './prefilter-results.ts';
import { TargetValues } from './target-values.ts';
import type { Text } from './text.ts';

/** The values of a target list. */
export interface Resolved {
  readonly entries: readonly Entry[];
  /** The target that yielded all of them, or the first of them. */
  readonly target: Target | undefined;
  /** The target of each, where there are several. */
  readonly targets: readonly Target[] | undefined;
}

const NOTHING: Resolved = { entries: NO_ENTRIES, target: undefined, targets: undefined };
const NO_VALUES = new TargetValues(NO_ENTRIES);

const UNKNOWN = -2;

/**
 * Reads variables for rules and remembers what cannot change within a phase: values, transformed texts, and which tests
 * could succeed on which of them.
 */
export class Resolver {
  readonly #facts: Facts;
  readonly #groups: readonly Group[];
  readonly #results: PrefilterResults;
  readonly #lists: (Resolved | undefined)[];
  readonly #targets: (TargetValues | undefined)[];
  readonly #variables: (readonly Entry[] | undefined)[];
  /** Last entry of each single variable, kept over phases so that its transformations are not lost. */
  readonly #singles: (Entry | undefined)[];
  /** Where the prefilter's results for groups and parts are. */
  readonly #groupAt: Int32Array;
  readonly #partAt: Int32Array;

  constructor(facts: Facts, { groups, prefilter, counts }: CompiledRules) {
    this.#groups = groups;
    this.#facts = facts;
    this.#results = new PrefilterResults(prefilter);
    this.#lists = new Array<Resolved | undefined>(counts.lists);
    this.#targets = new Array<TargetValues | undefined>(counts.targets);
    this.#variables = new Array<readonly Entry[] | undefined>(counts.variables);
    this.#singles = new Array<Entry | undefined>(counts.variables);
    this.#groupAt = new Int32Array(groups.length);
    this.#partAt = new Int32Array(counts.parts);
  }

  /** Forgets what the new phase may have changed; texts and their scans stay. */
  startPhase(): void {
    this.#lists.fill(undefined);
    this.#targets.fill(undefined);
    this.#variables.fill(undefined);
    this.#groupAt.fill(UNKNOWN);
    this.#partAt.fill(UNKNOWN);
  }

  /**
   * Whether the test with that bit could succeed on any text of the group, which is given by its index. Only for groups
   * that are not volatile.
   */
  mayMatch(group: number, slot: number): boolean {
    let at = this.#groupAt[group]!;
    if (at === UNKNOWN) {
      at = this.#unite(this.#groups[group]!.parts);
      this.#groupAt[group] = at;
    }
    return this.#results.mayMatch(at, slot);
  }

  /** Whether the test with that bit could succeed on the text. */
  mayMatchText(text: Text, slot: number): boolean {
    return this.#results.mayMatch(this.#results.of(text), slot);
  }

  resolve(list: TargetList): Resolved {
    if (list.volatile) return this.#read(list);
    const known = this.#lists[list.index];
    if (known !== undefined) return known;
    const resolved = this.#read(list);
    this.#lists[list.index] = resolved;
    return resolved;
  }

  /** Members that a list passes over are in it all the same: they can only make a rule be tried in vain. */
  #unite(parts: readonly Part[]): number {
    let united = NOWHERE;
    for (let index = 0; index < parts.length; index++) {
      const part = parts[index]!;
      let at = this.#partAt[part.index]!;
      if (at === UNKNOWN) {
        at = this.#valuesOf(part.target).through(part.chain, this.#results);
        this.#partAt[part.index] = at;
      }
      united = this.#results.either(united, at);
    }
    return united;
  }

  #valuesOf(target: Target): TargetValues {
    const known = this.#targets[target.index];
    if (known !== undefined) return known;
    const entries = this.#entriesOf(target);
    const values = entries.length === 0 ? NO_VALUES : new TargetValues(entries);
    this.#targets[target.index] = values;
    return values;
  }

  #read({ targets, exclusions, volatile }: TargetList): Resolved {
    if (targets.length === 1 && exclusions[0]!.length === 0) {
      const entries = this.#current(targets[0]!);
      return entries.length === 0 ? NOTHING : { entries, target: targets[0]!, targets: undefined };
    }
    if (volatile) return this.#gather(targets, exclusions);
    let yielding = -1;
    let several = false;
    for (let index = 0; index < targets.length; index++) {
      if (this.#current(targets[index]!).length === 0) continue;
      several = yielding >= 0;
      if (several) break;
      yielding = index;
    }
    if (yielding < 0) return NOTHING;
    if (!several && exclusions[yielding]!.length === 0) {
      const target = targets[yielding]!;
      return { entries: this.#current(target), target, targets: undefined };
    }
    return this.#gather(targets, exclusions);
  }

  #gather(targets: readonly Target[], exclusions: TargetList['exclusions']): Resolved {
    const entries: Entry[] = [];
    const origins: Target[] = [];
    for (let index = 0; index < targets.length; index++) {
      const target = targets[index]!;
      const excluded = exclusions[index]!;
      const found = this.#current(target);
      for (let place = 0; place < found.length; place++) {
        const entry = found[place]!;
        if (excluded.length > 0 && isExcluded(excluded, target, entry)) continue;
        entries.push(entry);
        origins.push(target);
      }
    }
    return { entries, target: origins[0], targets: origins };
  }

  #current(target: Target): readonly Entry[] {
    return target.variable.volatile ? this.#entriesOf(target) : this.#valuesOf(target).entries;
  }

  #entriesOf(target: Target): readonly Entry[] {
    const selected = this.#selected(target);
    return target.count ? countOf(selected) : selected;
  }

  #selected(target: Target): readonly Entry[] {
    const { variable, foldedKey, pattern, select } = target;
    if (select !== undefined) return select(this.#facts);
    if (foldedKey !== undefined) {
      if (variable.kind === 'collection' && variable.find !== undefined) {
        const found = variable.find(this.#facts, foldedKey);
        return found === undefined ? NO_ENTRIES : found.alone;
      }
      return keep(this.#all(target), foldedKey);
    }
    const all = this.#all(target);
    return pattern === undefined ? all : all.filter((entry) => pattern.test(entry.key));
  }

  #all(target: Target): readonly Entry[] {
    const { variable, variableIndex } = target;
    if (variable.volatile) return this.#fresh(target);
    const known = this.#variables[variableIndex];
    if (known !== undefined) return known;
    const entries = this.#fresh(target);
    this.#variables[variableIndex] = entries;
    return entries;
  }

  #fresh({ variable, variableIndex }: Target): readonly Entry[] {
    if (variable.kind === 'collection') return variable.read(this.#facts);
    const value = variable.read(this.#facts);
    if (value === undefined) return NO_ENTRIES;
    let entry = this.#singles[variableIndex];
    if (entry === undefined || entry.text.value !== value) {
      entry = new Entry('', value);
      this.#singles[variableIndex] = entry;
    }
    return entry.alone;
  }
}

function keep(entries: readonly Entry[], foldedKey: string): readonly Entry[] {
  let found: Entry[] | undefined;
  for (let index = 0; index < entries.length; index++) {
    const entry = entries[index]!;
    if (entry.foldedKey !== foldedKey) continue;
    if (found === undefined) found = [entry];
    else found.push(entry);
  }
  return found ?? NO_ENTRIES;
}

/** Whether one of the exclusions is about this entry of the target. */
export function isExcluded(exclusions: readonly Exclusion[], target: Target, entry: Entry): boolean {
  for (let index = 0; index < exclusions.length; index++) if (excludes(exclusions[index]!, target, entry)) return true;
  return false;
}

function excludes(exclusion: Exclusion, target: Target, entry: Entry): boolean {
  if (exclusion.name !== target.name) return false;
  if (exclusion.foldedKey !== undefined) return entry.foldedKey === exclusion.foldedKey;
  return exclusion.pattern === undefined || exclusion.pattern.test(entry.key);
}
