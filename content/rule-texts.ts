import { parseAllDocuments } from 'yaml';
import { builtinRules } from './rules.ts';

type InLanguages = Readonly<Record<'ko' | 'en' | 'ja', string>>;

/** What a rule says to people. */
export interface RuleTexts {
  readonly title: InLanguages;
  /** What to check and what to do; a rule that only feeds a correlation has none. */
  readonly response?: InLanguages;
}

/** The parts of a rule document that hold its texts; the schema of the content guarantees them. */
interface TextualRule {
  readonly id: string;
  readonly title: string;
  readonly haechi: { readonly title: { ko: string; ja: string }; readonly response?: InLanguages };
}

let texts: ReadonlyMap<string, RuleTexts> | undefined;

/**
 * Title and advice of one of our own rules in the three languages; `undefined` for rules of others. All rules are read at
 * the first call.
 */
export function ruleTexts(id: string): RuleTexts | undefined {
  return (texts ??= load()).get(id);
}

function load(): Map<string, RuleTexts> {
  const found = new Map<string, RuleTexts>();
  for (const { text } of builtinRules()) {
    for (const document of parseAllDocuments(text)) {
      const rule = document.toJS() as TextualRule;
      const { title, response } = rule.haechi;
      found.set(rule.id, {
        title: { ko: title.ko, en: rule.title, ja: title.ja },
        ...(response === undefined ? {} : { response }),
      });
    }
  }
  return found;
}
