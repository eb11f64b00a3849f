import type { Logsource } from '@haechi/event';
import type { FieldMapping } from '../fields/mapping.ts';
import { mappedReader } from '../fields/mapping.ts';
import { type EventRecord, type EventSource, eventSource } from '../fields/source.ts';
import { allTexts, fieldText } from '../fields/text.ts';
import { Classifier, ruleMapping } from '../logsource/classify.ts';
import { evaluate, textsOf } from '../match/evaluate.ts';
import type { DetectionRule, Expr } from '../model.ts';
import { describeTest } from './describe-test.ts';

/** A part of a rule's condition and whether it holds on the event. */
export type Explained =
  | { readonly kind: 'and' | 'or' | 'not'; readonly holds: boolean; readonly of: readonly Explained[] }
  /** A search identifier. */
  | { readonly kind: 'search'; readonly name: string; readonly holds: boolean; readonly of: Explained }
  /** One line of a search: what it asks, of which fields, and what the event has there (none: it lacks the field). */
  | {
      readonly kind: 'item';
      readonly label: string;
      readonly holds: boolean;
      /** The values asked for, wildcards as `*` and `?`. */
      readonly wanted: readonly string[];
      readonly seen: Readonly<Record<string, readonly string[]>>;
    };

/** Why a rule matches an event or does not. */
export interface Explanation {
  readonly matched: boolean;
  /** Whether the rule's log source takes in the event; where it does not, the condition is judged all the same. */
  readonly applies: boolean;
  /** What the event is in Sigma's terms. */
  readonly event: {
    readonly product?: string;
    readonly services: readonly string[];
    readonly categories: readonly string[];
  };
  readonly condition: Explained;
}

/**
 * Judges one rule on one event the plain way and keeps every step. `matched` is what the compiled matcher says of the
 * rule on the event.
 *
 * @param logsource what the decoder knows of the event, as for `Matcher.match`
 * @example
 * const { rules } = parseRules(yaml);
 * explain(rules[0], { Image: 'C:\\Windows\\System32\\whoami.exe' }, { category: 'process_creation', product: 'windows' });
 */
export function explain(rule: DetectionRule, event: EventRecord, logsource?: Logsource): Explanation {
  const source = eventSource(event);
  const found = new Classifier(false).classify(source, logsource);
  const mapping = ruleMapping(rule.logsource, found);
  const condition = explained(rule.condition, source, mapping ?? 'none');
  return {
    matched: mapping !== undefined && condition.holds,
    applies: mapping !== undefined,
    event: {
      ...(found.product === undefined ? {} : { product: found.product }),
      services: [...found.services],
      categories: [...found.categories.keys()],
    },
    condition,
  };
}

function explained(expr: Expr, source: EventSource, mapping: FieldMapping): Explained {
  switch (expr.kind) {
    case 'and':
    case 'or': {
      const of = expr.of.map((each) => explained(each, source, mapping));
      return { kind: expr.kind, holds: expr.kind === 'and' ? of.every(holding) : of.some(holding), of };
    }
    case 'not': {
      const inner = explained(expr.of, source, mapping);
      return { kind: 'not', holds: !inner.holds, of: [inner] };
    }
    case 'search': {
      const of = explained(expr.of, source, mapping);
      return { kind: 'search', name: expr.name, holds: of.holds, of };
    }
    case 'item':
    case 'atom':
      return {
        kind: 'item',
        label: expr.kind === 'item' ? expr.label : '',
        holds: evaluate(expr, source, mapping),
        wanted: wantedBy(expr),
        seen: seenBy(expr, source, mapping),
      };
  }
}

const holding = (each: Explained): boolean => each.holds;

/** What the event has in the fields that an item looks at. */
function seenBy(expr: Expr, source: EventSource, mapping: FieldMapping): Record<string, readonly string[]> {
  const seen: Record<string, readonly string[]> = Object.create(null);
  const look = (field: string): void => {
    seen[field] = textsOf(fieldText(mappedReader(field, mapping)(source)));
  };
  const visit = (part: Expr): void => {
    switch (part.kind) {
      case 'and':
      case 'or':
        for (const each of part.of) visit(each);
        return;
      case 'not':
      case 'item':
      case 'search':
        visit(part.of);
        return;
      case 'atom':
        if (part.field === null) seen['*'] = allTexts(source.event);
        else look(part.field);
        if (part.test.kind === 'fieldref') look(part.test.field);
    }
  };
  visit(expr);
  return seen;
}

function wantedBy(expr: Expr): string[] {
  switch (expr.kind) {
    case 'and':
    case 'or':
      return expr.of.flatMap(wantedBy);
    case 'atom':
      return [describeTest(expr.test)];
    case 'not':
    case 'item':
    case 'search':
      return wantedBy(expr.of);
  }
}
