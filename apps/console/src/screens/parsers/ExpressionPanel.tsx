import { Button, SegmentedControl, Stack, Text, Textarea } from '@mantine/core';
import { useRecentLines } from '../../api/parsers.ts';
import { useHomeTenant } from '../../api/useRole.ts';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { useNotify } from '../../ui/useNotify.ts';
import type { expressionMistake } from './expressionMistake.ts';
import type { Draft } from './ParserEditor.tsx';
import styles from './parsers.module.css';

interface Props {
  readonly draft: Draft;
  readonly lines: string;
  readonly mistake: ReturnType<typeof expressionMistake>;
  /** Characters of the longest line that the expression reads. */
  readonly lineChars: number | undefined;
  readonly onChange: (part: Partial<Draft>) => void;
  readonly onLines: (text: string) => void;
}

const WHOLE_LINE = 65_536;

/** The expression and the lines that it is tried on. */
export function ExpressionPanel({ draft, lines, mistake, lineChars, onChange, onLines }: Props) {
  const { t, tn } = useI18n();
  const notify = useNotify();
  const { id, name, kind, expression } = draft;
  const home = useHomeTenant();
  // What is inherited has read logs of this tenant; those of the tenant above are not ours to see.
  const tenant = draft.tenant.startsWith(home) ? draft.tenant : home;
  const recent = useRecentLines(tenant, id === undefined ? undefined : name);
  const fetchLines = () =>
    recent.mutate(undefined, {
      onSuccess: (found) => (found.length === 0 ? notify.done(t('parsers.noRecent')) : onLines(found.join('\n'))),
      onError: notify.failed,
    });
  const mono = { input: { fontFamily: 'var(--mantine-font-family-monospace)' } };
  return (
    <Panel title={t('parsers.editor')}>
      <Stack gap="sm">
        <div>
          <SegmentedControl
            aria-label={t('parsers.kind')}
            value={kind}
            onChange={(value) => onChange({ kind: value as Draft['kind'] })}
            data={(['dissect', 'grok'] as const).map((value) => ({ value, label: t(`parsers.kinds.${value}`) }))}
          />
          <Text size="xs" mt={4}>
            {t(`parsers.kindHints.${kind}`)}
          </Text>
        </div>
        <div>
          <Textarea
            label={t('parsers.expression')}
            description={t(`parsers.syntax.${kind}`)}
            autosize
            minRows={2}
            maxRows={10}
            maxLength={4096}
            spellCheck={false}
            styles={mono}
            aria-invalid={mistake !== undefined}
            value={expression}
            onChange={(event) => onChange({ expression: event.currentTarget.value.replaceAll(/[\r\n]/g, '') })}
          />
          {mistake !== undefined && (
            <div className={styles.mistake} role="alert">
              <span>{mistake.message}</span>
              <code className={styles.mono}>
                {expression.slice(0, mistake.from)}
                <mark className={styles.wrong}>{expression.slice(mistake.from, mistake.to)}</mark>
                {expression.slice(mistake.to)}
              </code>
            </div>
          )}
          {lineChars !== undefined && lineChars < WHOLE_LINE && (
            <Text size="xs" mt={4} c="dimmed">
              {tn('parsers.lineChars', lineChars)}
            </Text>
          )}
        </div>
        <Textarea
          label={t('parsers.lines')}
          description={t('parsers.linesHint')}
          autosize
          minRows={4}
          maxRows={12}
          maxLength={65_536}
          spellCheck={false}
          styles={mono}
          value={lines}
          onChange={(event) => onLines(event.currentTarget.value)}
        />
        <div>
          <Button size="xs" variant="default" loading={recent.isPending} onClick={fetchLines}>
            {t(id === undefined ? 'parsers.recentUnknown' : 'parsers.recentRead')}
          </Button>
        </div>
      </Stack>
    </Panel>
  );
}
