import { type Problem, type ProblemCode, RuleRefusal } from '../errors.ts';
import { CHAIN_LINKS } from '../limits.ts';
import type { OperatorSpec } from '../parse/operator.ts';
import type { TargetSpec } from '../parse/targets.ts';
import type { LinkDraft, MarkerDraft, RuleDraft } from './draft.ts';
import { applyActions, emptySettings } from './rule-settings.ts';
import type { EngineSettings } from './settings.ts';

/** Where a directive stands. */
export interface Place {
  readonly file: string;
  readonly line: number;
}

/** What a directive changes or adds: the rule set while its files are read. */
export class RuleSetBuilder {
  readonly settings: EngineSettings;
  readonly rules: RuleDraft[] = [];
  readonly markers: MarkerDraft[] = [];
  readonly problems: Problem[] = [];
  readonly warnings: Problem[] = [];
  /** Changes of rules by later directives, carried out when all files are read. */
  readonly #updates: (() => void)[] = [];
  readonly #defaults = new Map<number, string>();
  readonly #ids = new Map<number, Place>();
  /** The rule whose next link is expected. */
  #openChain: RuleDraft | undefined;
  #order = 0;

  constructor(settings: EngineSettings) {
    this.settings = settings;
  }

  problem(code: ProblemCode, place: Place, message: string): void {
    this.problems.push({ code, ...place, message });
  }

  warn(code: ProblemCode, place: Place, message: string): void {
    this.warnings.push({ code, ...place, message });
  }

  /** SecDefaultAction: inherited by the rules of that phase from here on. */
  setDefaultActions(text: string): void {
    const settings = emptySettings();
    applyActions(settings, text);
    if (settings.phase === undefined) throw new RuleRefusal('bad_argument', 'SecDefaultAction needs a phase');
    if (settings.id !== undefined || settings.chain || settings.skipAfter !== undefined)
      throw new RuleRefusal('bad_argument', 'SecDefaultAction takes no id, chain or skipAfter');
    this.#defaults.set(settings.phase, text);
  }

  addMarker(label: string): void {
    this.markers.push({ order: this.#order++, label });
  }

  /** SecRule, or SecAction where there is no operator. */
  addRule(place: Place, targets: TargetSpec[], operator: OperatorSpec | undefined, actionText: string): void {
    const open = this.#openChain;
    const own = emptySettings();
    try {
      applyActions(own, actionText);
    } catch (error) {
      // The links behind a broken one must not be taken for rules of their own.
      this.#openChain = /(?:^|[\s,])chain\s*(?:,|$)/.test(actionText) ? (open ?? this.#brokenRule()) : undefined;
      throw error;
    }
    const inherited = open === undefined ? this.#defaults.get(own.phase ?? 2) : undefined;
    const actions = inherited === undefined ? [actionText] : [inherited, actionText];
    const link: LinkDraft = { ...place, targets, operator, actions, settings: emptySettings() };
    refreshSettings(link);
    if (open !== undefined) {
      if (open.links.length >= CHAIN_LINKS)
        throw new RuleRefusal('broken_chain', `more than ${CHAIN_LINKS} chained rules`);
      open.links.push(link);
      if (!link.settings.chain) this.#openChain = undefined;
      return;
    }
    const rule: RuleDraft = { order: this.#order++, links: [link] };
    this.#openChain = link.settings.chain ? rule : undefined;
    this.#claimId(link);
    this.rules.push(rule);
  }

  #brokenRule(): RuleDraft {
    return { order: this.#order, links: [] };
  }

  #claimId(link: LinkDraft): void {
    const { id } = link.settings;
    if (id === undefined) throw new RuleRefusal('missing_id', 'rule without an id action');
    const first = this.#ids.get(id);
    if (first !== undefined)
      throw new RuleRefusal('duplicate_id', `rule id ${id} is used already at ${first.file}:${first.line}`);
    this.#ids.set(id, link);
  }

  /** A change of rules that also concerns rules read later. */
  later(place: Place, change: () => void): void {
    this.#updates.push(() => {
      try {
        change();
      } catch (error) {
        if (!(error instanceof RuleRefusal)) throw error;
        this.problem(error.code, place, error.message);
      }
    });
  }

  removeRules(test: (rule: RuleDraft) => boolean): number {
    const before = this.rules.length;
    const kept = this.rules.filter((rule) => !test(rule));
    this.rules.splice(0, before, ...kept);
    return before - kept.length;
  }

  /** Ends reading: reports a chain without its last link and carries out the changes of rules. */
  finish(): void {
    const last = this.#openChain?.links.at(-1);
    if (last !== undefined) this.problem('broken_chain', last, 'chain action, but no rule follows');
    for (const update of this.#updates) update();
  }
}

/** Recomputes the settings of a link from its action lists, `block` resolved. */
export function refreshSettings(link: LinkDraft): void {
  const settings = emptySettings();
  const [first, ...rest] = link.actions;
  applyActions(settings, first!);
  const inherited = rest.length > 0 ? settings.disruption : undefined;
  const { status } = settings;
  for (const text of rest) applyActions(settings, text);
  if (settings.disruption === 'block') settings.disruption = inherited === 'block' ? 'pass' : (inherited ?? 'pass');
  else if (settings.disruption !== inherited && settings.status === status && rest.length > 0) {
    // An inherited status belongs to the inherited action.
    settings.status = rest.some((text) => /(?:^|[\s,])status\s*:/.test(text)) ? settings.status : undefined;
  }
  link.settings = settings;
}
