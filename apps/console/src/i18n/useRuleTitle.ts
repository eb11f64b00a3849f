import type { LocalText } from '@haechi/platform/api/schemas/common.ts';
import { useCallback } from 'react';
import { useI18n } from './I18nProvider.tsx';

/** Whatever is named after a rule: its title as written, and in each language where the rule has them. */
interface Titled {
  readonly title: string;
  readonly titles?: LocalText;
}

/** The title in the user's language, else as the rule's author wrote it. */
export function useRuleTitle(): (titled: Titled) => string {
  const { lang } = useI18n();
  return useCallback(({ title, titles }) => titles?.[lang] ?? title, [lang]);
}
