import { fold } from '../fields/text.ts';
import { ANY_RUN, type Atom, type Expr } from '../model.ts';
import { compileRegex } from '../regex/compile.ts';

/** A literal of which a rule needs at least one in a field (null: in any value) before it is worth evaluating. */
export interface Trigger {
  readonly field: string | null;
  readonly kind: 'equals' | 'startswith' | 'endswith' | 'contains';
  /** Folded. */
  readonly text: string;
}

export interface TriggerSet {
  readonly triggers: readonly Trigger[];
  /** How often the set is expected to let an event through, times what looking costs; only for comparing sets. */
  readonly weight: number;
}

/** Weights found out by running, by `triggerKey`; they stand instead of the estimates. */
export type Measured = ReadonlyMap<string, number>;
const NOTHING_MEASURED: Measured = new Map();

/** Two triggers with the same key are the same. */
export function triggerKey({ field, kind, text }: Trigger): string {
  return `${kind}|${field === null ? '' : `.${field}`}|${text}`;
}

/** Weight of a set that lets through this share of all events; an estimate of 1 stands for one in five hundred. */
export function measuredWeight(share: number): number {
  return share * 500;
}

/** Sets with more literals than this are not considered: they cost more than they save. */
const MAX_TRIGGERS = 50_000;

/**
 * The cheapest set of literals of which one must be in every event that the expression matches. `undefined` where the
 * expression can be true without any (only negations, nulls, numbers): such rules are always evaluated.
 *
 * Invariant, tested as a property: evaluating only rules with a trigger present gives the same matches.
 */
export function requiredTriggers(expr: Expr, measured: Measured = NOTHING_MEASURED): TriggerSet | undefined {
  switch (expr.kind) {
    case 'and': {
      let best: TriggerSet | undefined;
      for (const each of expr.of) {
        const set = requiredTriggers(each, measured);
        if (set !== undefined && (best === undefined || set.weight < best.weight)) best = set;
      }
      return best;
    }
    case 'or': {
      const triggers: Trigger[] = [];
      let weight = 0;
      for (const each of expr.of) {
        const set = requiredTriggers(each, measured);
        if (set === undefined) return undefined;
        triggers.push(...set.triggers);
        weight += set.weight;
      }
      return triggers.length > MAX_TRIGGERS ? undefined : { triggers, weight };
    }
    case 'not':
      return undefined;
    case 'item':
    case 'search':
      return requiredTriggers(expr.of, measured);
    case 'atom':
      return atomTriggers(expr, measured);
  }
}

function weighed(set: TriggerSet, measured: Measured): TriggerSet {
  if (measured.size === 0) return set;
  let weight = set.weight;
  for (const trigger of set.triggers) weight = Math.max(weight, measured.get(triggerKey(trigger)) ?? 0);
  return weight === set.weight ? set : { triggers: set.triggers, weight };
}

function atomTriggers({ field, test }: Atom, measured: Measured): TriggerSet | undefined {
  switch (test.kind) {
    case 'equals':
    case 'startswith':
    case 'endswith':
    case 'contains': {
      const trigger: Trigger = { field, kind: test.kind, text: fold(test.text) };
      if (test.kind !== 'equals' && trigger.text === '') return undefined;
      return weighed({ triggers: [trigger], weight: weightOf(trigger) }, measured);
    }
    case 'glob': {
      const texts = test.parts.filter((part) => typeof part === 'string').map(fold);
      const text = texts.reduce((best, each) => (each.length > best.length ? each : best), '');
      if (text === '') return undefined;
      const [head, tail] = [test.parts[0], test.parts.at(-1)];
      const kind =
        text === foldPart(head) && head !== ANY_RUN ? 'startswith' : text === foldPart(tail) ? 'endswith' : 'contains';
      const trigger: Trigger = { field, kind, text };
      return weighed({ triggers: [trigger], weight: weightOf(trigger) }, measured);
    }
    case 'regex': {
      let best: TriggerSet | undefined;
      for (const literals of compileRegex(test.source, test.flags).literals) {
        const triggers = literals.map((text): Trigger => ({ field, kind: 'contains', text }));
        // An expression costs more to run than a comparison, so its triggers have to be rarer to be chosen.
        const weight = triggers.reduce((sum, each) => sum + 2 * weightOf(each), 0);
        const set = weighed({ triggers, weight }, measured);
        if (best === undefined || set.weight < best.weight) best = set;
      }
      return best;
    }
    default:
      return undefined;
  }
}

function foldPart(part: string | symbol | undefined): string | undefined {
  return typeof part === 'string' ? fold(part) : undefined;
}

/** Values that most events of their kind have; a rule that waits for one of them is evaluated all the time. */
const COMMON =
  /^(?:true|false|-|0|1|\d{1,3}|)$|\\(?:powershell|pwsh|cmd|svchost|explorer|lsass|services|rundll32|wscript|cscript|regsvr32|msiexec|taskhostw?|winlogon|system32|syswow64|windows|temp|appdata)(?:\.exe|\\)?$|^(?:powershell|pwsh|cmd|rundll32)\.exe$/;
/** Fields of one of a few values. */
const NARROW: ReadonlySet<string> = new Set([
  'EventID',
  'Channel',
  'Provider_Name',
  'EventType',
  'Initiated',
  'Signed',
]);
/** Fields that run to kilobytes: every literal in them makes the whole of them be scanned. */
const LONG: ReadonlySet<string> = new Set([
  'CallTrace',
  'Message',
  'ScriptBlockText',
  'Payload',
  'ContextInfo',
  'Data',
]);

function weightOf({ field, kind, text }: Trigger): number {
  let weight = kind === 'contains' ? 2 : 1;
  if (field === null) weight *= 4;
  else if (NARROW.has(field)) weight *= 200;
  else if (LONG.has(field)) weight *= 8;
  if (COMMON.test(text)) return weight * 30;
  let bits = 0;
  for (let i = 0; i < text.length && bits < ENOUGH_BITS; i++) bits += BITS[text.charCodeAt(i)] ?? RARE_BITS;
  return bits >= ENOUGH_BITS ? weight : weight * 2 ** ((ENOUGH_BITS - bits) / 2);
}

/** Information of a text from which on it is rare enough, and of one character: letters say little, signs much. */
const ENOUGH_BITS = 15;
const RARE_BITS = 5;
const BITS = Array.from({ length: 128 }, (_, unit) => {
  const char = String.fromCharCode(unit);
  if (/[a-z ]/.test(char)) return 2.5;
  return /[0-9.\\/:]/.test(char) ? 3 : RARE_BITS;
});
