import type { RuleSettings } from '../actions/action.ts';
import { type Problem, RuleRefusal } from '../errors.ts';
import { OPERATORS } from '../operators/index.ts';
import { type BoundTest, OperatorRefusal, type OperatorResources } from '../operators/operator.ts';
import type { OperatorSpec } from '../parse/operator.ts';
import type { Necessary } from '../prefilter/necessary.ts';
import { Prefilter } from '../prefilter/prefilter.ts';
import { compileRegex } from '../regex/compile.ts';
import { compileMacro } from '../transaction/macro.ts';
import type { Chain } from '../transaction/text.ts';
import { ChainCompiler, stagesOf } from './chains.ts';
import type {
  CompiledRule,
  CompiledRules,
  Disruption,
  Gates,
  Group,
  Link,
  LinkTest,
  Part,
  Target,
} from './compiled.ts';
import type { LinkDraft, MarkerDraft, RuleDraft } from './draft.ts';
import type { EngineSettings } from './settings.ts';
import { TargetCompiler } from './targets.ts';

/** Operators of ModSecurity that this engine does without, and why. */
export const UNSUPPORTED_OPERATORS: ReadonlyMap<string, string> = new Map([
  ['fuzzyhash', 'uploads are not hashed'],
  ['geolookup', 'there is no location database in the engine'],
  ['gsblookup', 'the service it asked is gone'],
  ['inspectfile', 'rules run no programs'],
  ['rbl', 'rules make no network requests'],
  ['rsub', 'bodies are not rewritten'],
  ['rxglobal', 'use @rx'],
  ['validatedtd', 'document types are not read'],
  ['validatehash', 'links are not rewritten'],
  ['validateschema', 'schemas are not read'],
]);

/**
 * Operators that ask something the engine does not have: as in ModSecurity without a database or resolver, their rules
 * cannot match. They are left out with a warning, so that rule sets which carry them unused still load.
 */
const UNAVAILABLE_OPERATORS: ReadonlySet<string> = new Set([
  'fuzzyhash',
  'geolookup',
  'gsblookup',
  'inspectfile',
  'rbl',
]);

const DEFAULT_STATUS = 403;
const REDIRECT_STATUS = 302;

/** What the loader collected from the rule files. */
export interface Collected {
  readonly settings: EngineSettings;
  readonly rules: readonly RuleDraft[];
  readonly markers: readonly MarkerDraft[];
  /** Data files are looked for beside the rule file that names them. */
  readonly resources: (file: string) => OperatorResources;
  /** Whether values are scanned for literals first; `false` is for comparison only. */
  readonly prefilter: boolean;
}

/** Compiles drafts to the form transactions run. Everything that is wrong is reported, each with file and line. */
export function compileRules(collected: Collected, report: (problem: Problem) => void): CompiledRules {
  return new RuleSetCompiler(collected, report).compile();
}

function gatesOf(rules: readonly CompiledRule[]): Gates {
  const gates = { groups: new Int32Array(rules.length).fill(-1), slots: new Int32Array(rules.length) };
  for (const [index, { links }] of rules.entries()) {
    const test = links[0]!.test;
    if (test === undefined || test.slot < 0 || test.negated || test.group.targets.volatile) continue;
    gates.groups[index] = test.group.index;
    gates.slots[index] = test.slot;
  }
  return gates;
}

class RuleSetCompiler {
  readonly #collected: Collected;
  readonly #report: (problem: Problem) => void;
  readonly #targets = new TargetCompiler();
  readonly #groups = new Map<string, Group>();
  readonly #parts = new Map<string, Part>();
  readonly #chains = new ChainCompiler();
  readonly #slots: Necessary[] = [];
  readonly #bound = new Map<string, { bound: BoundTest; slot: number }>();

  constructor(collected: Collected, report: (problem: Problem) => void) {
    this.#collected = collected;
    this.#report = report;
  }

  compile(): CompiledRules {
    const { settings, rules: drafts } = this.#collected;
    const rules: CompiledRule[] = [];
    const phases: CompiledRule[][] = [[], [], [], [], [], []];
    const byPhase: RuleDraft[][] = [[], [], [], [], [], []];
    for (const draft of drafts) byPhase[draft.links[0]!.settings.phase ?? 2]!.push(draft);
    for (const draft of drafts) {
      const phase = draft.links[0]!.settings.phase ?? 2;
      const rule = this.#rule(draft, rules.length, phase, byPhase[phase]!);
      if (rule === undefined) continue;
      rules.push(rule);
      phases[phase]!.push(rule);
    }
    return {
      settings,
      phases,
      gates: phases.map(gatesOf),
      rules,
      prefilter: new Prefilter(this.#slots),
      groups: [...this.#groups.values()],
      counts: {
        lists: this.#targets.listCount,
        targets: this.#targets.targetCount,
        variables: this.#targets.variableCount,
        parts: this.#parts.size,
      },
      relevantStatus:
        settings.auditRelevantStatus === undefined ? undefined : compileRegex(settings.auditRelevantStatus),
      preparations: [...this.#bound.values()].flatMap(({ bound }) => bound.prepare ?? []),
    };
  }

  #rule(draft: RuleDraft, index: number, phase: number, phaseDrafts: readonly RuleDraft[]): CompiledRule | undefined {
    const starter = draft.links[0]!;
    const { settings } = starter;
    const links: Link[] = [];
    for (const link of draft.links) {
      try {
        links.push(this.#link(link));
      } catch (error) {
        if (!(error instanceof RuleRefusal)) throw error;
        this.#report({ code: error.code, file: link.file, line: link.line, message: error.message });
        if (error.code === 'unavailable_operator') return undefined;
      }
    }
    if (links.length < draft.links.length) return undefined;
    const disruption = disruptionOf(settings);
    return {
      index,
      id: settings.id ?? 0,
      phase,
      file: starter.file,
      line: starter.line,
      links,
      disruption,
      log: settings.log ?? true,
      auditlog: settings.auditlog ?? settings.log ?? true,
      severity: settings.severity,
      msg: settings.msg,
      logdata: settings.logdata,
      tags: settings.tags,
      facts: {
        id: String(settings.id ?? 0),
        rev: settings.rev,
        severity: String(settings.severity ?? ''),
        msg: settings.msg?.source ?? '',
        logdata: settings.logdata?.source ?? '',
      },
      skip: settings.skip,
      jump: settings.skipAfter === undefined ? -1 : this.#jump(settings.skipAfter, draft, phaseDrafts),
    };
  }

  /** First rule of the phase behind the marker (or rule) of that name; the end of the phase where there is none. */
  #jump(label: string, from: RuleDraft, phaseDrafts: readonly RuleDraft[]): number {
    const marker = this.#collected.markers.find(
      (candidate) => candidate.label === label && candidate.order > from.order,
    );
    const order =
      marker?.order ??
      this.#collected.rules.find((rule) => rule.order > from.order && String(rule.links[0]!.settings.id) === label)
        ?.order;
    if (order === undefined) {
      const { file, line } = from.links[0]!;
      const message = `no marker or rule '${label}' behind this rule: a match skips the rest of the phase`;
      this.#report({ code: 'no_such_marker', file, line, message });
      return phaseDrafts.length;
    }
    const next = phaseDrafts.findIndex((rule) => rule.order > order);
    return next < 0 ? phaseDrafts.length : next;
  }

  #link(draft: LinkDraft): Link {
    const { settings, operator } = draft;
    return {
      test: operator === undefined ? undefined : this.#test(draft, operator),
      capture: settings.capture,
      effects: settings.effects,
    };
  }

  #test(draft: LinkDraft, spec: OperatorSpec): LinkTest {
    const operator = OPERATORS.get(spec.name);
    if (operator === undefined) {
      const reason = UNSUPPORTED_OPERATORS.get(spec.name);
      if (UNAVAILABLE_OPERATORS.has(spec.name))
        throw new RuleRefusal(
          'unavailable_operator',
          `rule left out: @${spec.name} is not available: ${reason ?? 'no detector in this build'}`,
        );
      if (reason !== undefined)
        throw new RuleRefusal('unsupported_operator', `operator @${spec.name} is not supported: ${reason}`);
      throw new RuleRefusal('unknown_operator', `unknown operator @${spec.name}`);
    }
    const group = this.#group(draft);
    const argument = compileMacro(spec.argument);
    const dynamic = operator.macros && !argument.constant;
    const ready = dynamic ? undefined : this.#bind(draft.file, spec);
    return {
      group,
      negated: spec.negated,
      operator,
      argument,
      bound: ready?.bound,
      // A volatile text lives for one rule: scanning it for all would cost more than the one test.
      slot: group.targets.volatile ? -1 : (ready?.slot ?? -1),
      expanded: new Map(),
    };
  }

  /** Equal operators with equal arguments are one test with one bit. */
  #bind(file: string, spec: OperatorSpec): { bound: BoundTest; slot: number } {
    const folder = spec.name.endsWith('fromfile') || spec.name.endsWith('f') ? file : '';
    const key = `${spec.name}\n${folder}\n${spec.argument}`;
    const known = this.#bound.get(key);
    if (known !== undefined) return known;
    let bound: BoundTest;
    try {
      bound = OPERATORS.get(spec.name)!.bind(spec.argument, this.#collected.resources(file));
    } catch (error) {
      if (error instanceof OperatorRefusal)
        throw new RuleRefusal('bad_operator_argument', `@${spec.name}: ${error.message}`);
      throw error;
    }
    const useful = this.#collected.prefilter && bound.necessary.length > 0;
    const ready = { bound, slot: useful ? this.#slots.push(bound.necessary) - 1 : -1 };
    this.#bound.set(key, ready);
    return ready;
  }

  #group(draft: LinkDraft): Group {
    const targets = this.#targets.compile(draft.targets);
    const { transformations, multiMatch } = draft.settings;
    const key = `${targets.index} ${multiMatch} ${transformations.join(' ')}`;
    let group = this.#groups.get(key);
    if (group === undefined) {
      const chain = this.#chains.compile(transformations);
      const stages = multiMatch ? stagesOf(chain) : [chain];
      const parts = stages.flatMap((stage) => targets.targets.map((target) => this.#part(target, stage)));
      group = { index: this.#groups.size, targets, parts, stages };
      this.#groups.set(key, group);
    }
    return group;
  }

  #part(target: Target, chain: Chain | undefined): Part {
    const key = `${target.index} ${chain?.index ?? ''}`;
    let part = this.#parts.get(key);
    if (part === undefined) {
      part = { index: this.#parts.size, target, chain };
      this.#parts.set(key, part);
    }
    return part;
  }
}

function disruptionOf(settings: RuleSettings): Disruption {
  switch (settings.disruption) {
    case 'deny':
    case 'drop':
      return { kind: settings.disruption, status: settings.status ?? DEFAULT_STATUS };
    case 'redirect':
      return { kind: 'redirect', status: settings.status ?? REDIRECT_STATUS, location: settings.redirect! };
    case 'allow':
      return { kind: 'allow', scope: settings.allowScope };
    default:
      return { kind: 'pass' };
  }
}
