import type { ParserTrialAnswer } from '@haechi/platform/api/schemas/parsers.ts';
import type { useTriedLines } from '../../api/parsers.ts';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { expressionMistake } from './expressionMistake.ts';
import { markValues } from './marks.ts';
import styles from './parsers.module.css';

type Row = ParserTrialAnswer['rows'][number];

interface Props {
  readonly lines: readonly string[];
  readonly expression: string;
  readonly tried: ReturnType<typeof useTriedLines>;
}

/** What the expression makes of each line, as it is typed. */
export function TriedLines({ lines, expression, tried }: Props) {
  const { t } = useI18n();
  const rows = tried.error === null && lines.length > 0 ? (tried.data?.rows ?? []) : [];
  const read = rows.filter(({ matched }) => matched).length;
  const aside = rows.length === 0 ? undefined : t('parsers.readOf', { read, all: rows.length });
  const failed = tried.error !== null && expressionMistake(tried.error) === undefined;
  return (
    <Panel title={t('parsers.result')} aside={<span aria-live="polite">{aside}</span>} flush>
      {failed && <ErrorNotice error={tried.error} />}
      {rows.length === 0 ? (
        !failed && <EmptyState icon="parsers" compact title={t('parsers.noResult')} hint={t('parsers.noResultHint')} />
      ) : (
        <ol className={styles.lines}>
          {rows.slice(0, lines.length).map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines are told apart by their place alone
            <li key={index} className={styles.line} data-stopped={row.matched ? undefined : ''}>
              {row.matched ? (
                <ReadLine line={lines[index] ?? ''} fields={row.fields ?? []} />
              ) : (
                <StoppedLine line={lines[index] ?? ''} row={row} expression={expression} />
              )}
            </li>
          ))}
        </ol>
      )}
    </Panel>
  );
}

function ReadLine({ line, fields }: { readonly line: string; readonly fields: NonNullable<Row['fields']> }) {
  const { t } = useI18n();
  return (
    <>
      <code className={styles.mono}>
        {markValues(line, fields).map(({ text, field }, index) =>
          field === undefined ? (
            text
          ) : (
            // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text have no other name
            <mark key={index} className={styles.value} title={field}>
              {text}
            </mark>
          ),
        )}
      </code>
      <dl className={styles.fields}>
        {fields.map(({ name, value, place }) => (
          <div key={name} className={styles.field} data-place={place} title={t(`parsers.places.${place}`)}>
            <dt>{place === 'unmapped' ? `unmapped.${name}` : name}</dt>
            <dd>{String(value)}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

function StoppedLine({
  line,
  row,
  expression,
}: {
  readonly line: string;
  readonly row: Row;
  readonly expression: string;
}) {
  const { t } = useI18n();
  const { at = 0, awaited = '', matchedTo } = row;
  return (
    <>
      <code className={styles.mono}>
        {line.slice(0, at)}
        <span className={styles.rest}>{line.slice(at)}</span>
      </code>
      <p className={styles.stop}>
        {awaited === ''
          ? t('parsers.stoppedAtEnd', { at })
          : t('parsers.stopped', { at, awaited: awaited.replaceAll(' ', '␣') })}
      </p>
      {matchedTo !== undefined && (
        <code className={`${styles.mono} ${styles.reached}`}>
          <b>{expression.slice(0, matchedTo)}</b>
          {expression.slice(matchedTo)}
        </code>
      )}
    </>
  );
}
