import type { Rule } from '@haechi/platform/api/schemas/rules.ts';
import { Switch } from '@mantine/core';
import { useToggleRule } from '../../api/rules.ts';
import { useHasRole } from '../../api/useRole.ts';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { useNotify } from '../../ui/useNotify.ts';

/** Turns a rule on or off for the tenant shown and what lies below it. */
export function RuleSwitch({ rule }: { readonly rule: Rule }) {
  const { t, lang } = useI18n();
  const toggle = useToggleRule();
  const notify = useNotify();
  const mayChange = useHasRole('responder');
  const checked = toggle.isPending ? toggle.variables.enabled : rule.enabled;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only keeps the click from opening the row
    // biome-ignore lint/a11y/useKeyWithClickEvents: see above
    <span onClick={(event) => event.stopPropagation()}>
      <Switch
        size="xs"
        aria-label={t('rules.toggle', { rule: rule.title[lang] })}
        checked={checked}
        disabled={!mayChange || toggle.isPending}
        onChange={(event) =>
          toggle.mutate({ id: rule.id, enabled: event.currentTarget.checked }, { onError: notify.failed })
        }
      />
    </span>
  );
}
