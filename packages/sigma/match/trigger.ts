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

/** Sets with more literals than this are not considered: they cost more than they save. */
const MAX_TRIGGERS = 50_000;

/**
 * The cheapest set of literals of which one must be in every event that the expression matches. `undefined` where the
 * expression can be true without any (only negations, nulls, numbers): such rules are always evaluated.
 *
 * Invariant, tested as a property: evaluating only rules with a trigger present gives the same matches.
 */
export function requiredTriggers(expr: Expr): TriggerSet | undefined {
  switch (expr.kind) {
    case 'and': {
      let best: TriggerSet | undefined;
      for (const each of expr.of) {
        const set = requiredTriggers(each);
        if (set !== undefined && (best === undefined || set.weight < best.weight)) best = set;
      }
      return best;
    }
    case 'or': {
      const triggers: Trigger[] = [];
      let weight = 0;
      for (const each of expr.of) {
        const set = requiredTriggers(each);
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
      return requiredTriggers(expr.of);
    case 'atom':
      return atomTriggers(expr);
  }
}

function atomTriggers({ field, test }: Atom): TriggerSet | undefined {
  switch (test.kind) {
    case 'equals':
    case 'startswith':
    case 'endswith':
    case 'contains': {
      const trigger: Trigger = { field, kind: test.kind, text: fold(test.text) };
      if (test.kind !== 'equals' && trigger.text === '') return undefined;
      return { triggers: [trigger], weight: weightOf(trigger) };
    }
    case 'glob': {
      const texts = test.parts.filter((part) => typeof part === 'string').map(fold);
      const text = texts.reduce((best, each) => (each.length > best.length ? each : best), '');
      if (text === '') return undefined;
      const [head, tail] = [test.parts[0], test.parts.at(-1)];
      const kind =
        text === foldPart(head) && head !== ANY_RUN ? 'startswith' : text === foldPart(tail) ? 'endswith' : 'contains';
      return { triggers: [{ field, kind, text }], weight: weightOf({ field, kind, text }) };
    }
    case 'regex': {
      const literals = compileRegex(test.source, test.flags).literals;
      if (literals === undefined) return undefined;
      const triggers = literals.map((text): Trigger => ({ field, kind: 'contains', text }));
      // An expression costs more to run than a comparison, so its triggers have to be rarer to be chosen.
      return { triggers, weight: triggers.reduce((sum, each) => sum + 2 * weightOf(each), 0) };
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
  const { length } = text;
  return weight * (length <= 2 ? 60 : length === 3 ? 20 : length === 4 ? 8 : length === 5 ? 3 : 1);
}
