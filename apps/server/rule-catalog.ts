import { builtinRules, ruleTexts } from '@haechi/content';
import type { CatalogRule, RuleCatalog } from '@haechi/platform/api/deps.ts';
import type { DetectionSources } from '@haechi/platform/detect/detector.ts';
import type { LiveDetection } from '@haechi/platform/detect/live.ts';
import type { LoadedRule } from '@haechi/platform/detect/rulebook.ts';
import type { StateStore } from '@haechi/platform/store/state/index.ts';

/**
 * Everything that decides which rule speaks for whom: the built-in rules and what the tenants say.
 *
 * @param cache folder where parsed rules are kept between starts
 */
export async function detectionSources(state: StateStore, cache: string): Promise<DetectionSources> {
  const [packs, switches, exceptions] = await Promise.all([
    state.rulePacks.all(),
    state.ruleSettings.all(),
    state.ruleExceptions.all(),
  ]);
  return {
    packs: [
      { owner: '/', name: 'builtin', files: builtinRules() },
      ...packs.map(({ tenant, name, files }) => ({ owner: tenant, name, files })),
    ],
    switches,
    exceptions,
    cache,
  };
}

/** The loaded rules as the API shows and changes them. */
export function ruleCatalog(detection: LiveDetection): RuleCatalog {
  return {
    rules: () => detection.listing().rules.map(shown),
    rule(id) {
      const found = detection.listing().rules.find((rule) => rule.id === id);
      return found === undefined ? undefined : shown(found);
    },
    check: (files) => detection.check(files),
    reload: () => detection.reload(),
  };
}

function shown({ id, title, level, logsource, attack, source, owner, yaml }: LoadedRule): CatalogRule {
  const texts = source === 'builtin' ? ruleTexts(id) : undefined;
  return {
    id,
    title,
    level,
    logsource,
    attack,
    source,
    tenant: owner,
    yaml,
    ...(texts === undefined ? {} : { texts }),
  };
}
