import type { Exclusion, Group, Target, TargetList } from '../compile/compiled.ts';
import type { Prefilter } from '../prefilter/prefilter.ts';
import { Entry, NO_ENTRIES } from './entry.ts';
import type { Facts } from './facts.ts';
import type { Chain, Text } from './text.ts';
import { ANY, OTHER, SPACE } from './traits.ts';

/** The values of a target list, each with the target that yielded it; the targets are left out where there is one. */
export interface Resolved {
  readonly entries: readonly Entry[];
  readonly targets: readonly Target[] | undefined;
  /** Made at the first use. */
  summary: Summary | undefined;
}

/** Entries by what transformations could do to them, with the united scan of the simple ones. */
interface Summary {
  readonly plain: Entry[];
  readonly spaced: Entry[];
  readonly others: Entry[];
  plainAt: number;
  spacedAt: number;
}

/** From this many values on, simple ones are united once for all chains that leave them alone. */
const WORTH_SUMMARY = 4;

const NOTHING: Resolved = { entries: NO_ENTRIES, targets: undefined, summary: undefined };

/** Bytes of prefilter results reserved at first: enough for an ordinary request. */
const FIRST_RESULTS = 96;

/** Numbers the resolvers, so that a text that outlives a transaction can tell whose bits it has a place in. */
let serial = 0;

/**
 * Reads variables for rules and remembers what cannot change within a phase: values, transformed texts, and which tests
 * could succeed on which of them.
 */
export class Resolver {
  readonly #facts: Facts;
  readonly #prefilter: Prefilter;
  readonly #groups: readonly Group[];
  readonly #words: number;
  readonly #lists: (Resolved | undefined)[];
  readonly #variables: (readonly Entry[] | undefined)[];
  /** Last entry of each single variable, kept over phases so that its transformations are not lost. */
  readonly #singles: (Entry | undefined)[];
  /** Where a group's united result is in the bits, -1 while unknown in this phase. */
  readonly #groupAt: Int32Array;
  #bits: Uint32Array;
  #used = 0;
  readonly #serial = serial++;

  constructor(
    facts: Facts,
    prefilter: Prefilter,
    groups: readonly Group[],
    counts: { lists: number; variables: number },
  ) {
    this.#groups = groups;
    this.#facts = facts;
    this.#prefilter = prefilter;
    this.#words = prefilter.words;
    this.#lists = new Array<Resolved | undefined>(counts.lists);
    this.#variables = new Array<readonly Entry[] | undefined>(counts.variables);
    this.#singles = new Array<Entry | undefined>(counts.variables);
    this.#groupAt = new Int32Array(groups.length).fill(-1);
    this.#bits = new Uint32Array(FIRST_RESULTS * this.#words);
  }

  /** Forgets what the new phase may have changed; texts and their scans stay. */
  startPhase(): void {
    this.#lists.fill(undefined);
    this.#variables.fill(undefined);
    this.#groupAt.fill(-1);
  }

  /**
   * Whether the test with that bit could succeed on any text of the group, which is given by its index. Only for groups
   * that are not volatile.
   */
  mayMatch(group: number, slot: number): boolean {
    let at = this.#groupAt[group]!;
    if (at < 0) {
      at = this.#unite(this.#groups[group]!);
      this.#groupAt[group] = at;
    }
    return ((this.#bits[at + (slot >>> 5)]! >>> (slot & 31)) & 1) === 1;
  }

  /** Whether the test with that bit could succeed on the text. */
  mayMatchText(text: Text, slot: number): boolean {
    const at = this.#scan(text);
    return ((this.#bits[at + (slot >>> 5)]! >>> (slot & 31)) & 1) === 1;
  }

  resolve(list: TargetList): Resolved {
    if (list.volatile) return this.#read(list);
    const known = this.#lists[list.index];
    if (known !== undefined) return known;
    const resolved = this.#read(list);
    this.#lists[list.index] = resolved;
    return resolved;
  }

  #unite(group: Group): number {
    const at = this.#reserve();
    const resolved = this.resolve(group.targets);
    if (resolved.entries.length < WORTH_SUMMARY) {
      for (const chain of group.stages) this.#addAll(at, resolved.entries, chain);
      return at;
    }
    const summary = (resolved.summary ??= this.#summarise(resolved.entries));
    for (const chain of group.stages) {
      // Case does not matter to a scan.
      const touches = chain === undefined ? 0 : chain.touches;
      if ((touches & ANY) !== 0) this.#addAll(at, summary.plain, chain);
      else if (summary.plainAt >= 0) this.#add(at, summary.plainAt);
      if ((touches & (ANY | SPACE)) !== 0) this.#addAll(at, summary.spaced, chain);
      else if (summary.spacedAt >= 0) this.#add(at, summary.spacedAt);
      this.#addAll(at, summary.others, chain);
    }
    return at;
  }

  #addAll(at: number, entries: readonly Entry[], chain: Chain | undefined): void {
    for (let index = 0; index < entries.length; index++) this.#add(at, this.#scan(entries[index]!.text.through(chain)));
  }

  #summarise(entries: readonly Entry[]): Summary {
    const summary: Summary = { plain: [], spaced: [], others: [], plainAt: -1, spacedAt: -1 };
    for (const entry of entries) {
      const { traits } = entry.text;
      if ((traits & OTHER) !== 0) summary.others.push(entry);
      else if ((traits & SPACE) !== 0) summary.spaced.push(entry);
      else summary.plain.push(entry);
    }
    if (summary.plain.length > 0) this.#addAll((summary.plainAt = this.#reserve()), summary.plain, undefined);
    if (summary.spaced.length > 0) this.#addAll((summary.spacedAt = this.#reserve()), summary.spaced, undefined);
    return summary;
  }

  #add(target: number, source: number): void {
    const bits = this.#bits;
    for (let word = 0; word < this.#words; word++) bits[target + word]! |= bits[source + word]!;
  }

  #scan(text: Text): number {
    const { scanned } = text;
    if (scanned.scanOwner === this.#serial) return scanned.scanAt;
    const at = this.#reserve();
    if (scanned.keptScan !== undefined) this.#bits.set(scanned.keptScan, at);
    else {
      this.#prefilter.scan(scanned.value, this.#bits, at);
      if (scanned.remembered) scanned.keptScan = this.#bits.slice(at, at + this.#words);
    }
    scanned.scanOwner = this.#serial;
    scanned.scanAt = at;
    return at;
  }

  #reserve(): number {
    const at = this.#used;
    this.#used += this.#words;
    if (this.#used > this.#bits.length) {
      const larger = new Uint32Array(this.#bits.length * 2);
      larger.set(this.#bits);
      this.#bits = larger;
    }
    return at;
  }

  #read(list: TargetList): Resolved {
    if (list.targets.length === 1 && list.exclusions.length === 0) {
      const target = list.targets[0]!;
      const entries = this.#entriesOf(target);
      if (entries.length === 0) return NOTHING;
      return { entries, targets: undefined, summary: undefined };
    }
    const entries: Entry[] = [];
    const targets: Target[] = [];
    for (const target of list.targets)
      for (const entry of this.#entriesOf(target)) {
        if (list.exclusions.length > 0 && list.exclusions.some((exclusion) => excludes(exclusion, target, entry)))
          continue;
        entries.push(entry);
        targets.push(target);
      }
    return { entries, targets, summary: undefined };
  }

  #entriesOf(target: Target): readonly Entry[] {
    const selected = this.#selected(target);
    return target.count ? [new Entry('', String(selected.length))] : selected;
  }

  #selected(target: Target): readonly Entry[] {
    const { variable, foldedKey, pattern, select } = target;
    if (select !== undefined) return select(this.#facts);
    if (foldedKey !== undefined) {
      if (variable.kind === 'collection' && variable.find !== undefined) {
        const found = variable.find(this.#facts, foldedKey);
        return found === undefined ? NO_ENTRIES : [found];
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
    return [entry];
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

/** Whether an exclusion is about this entry of the target. */
export function excludes(exclusion: Exclusion, target: Target, entry: Entry): boolean {
  if (exclusion.name !== target.name) return false;
  if (exclusion.foldedKey !== undefined) return entry.foldedKey === exclusion.foldedKey;
  return exclusion.pattern === undefined || exclusion.pattern.test(entry.key);
}
