import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { exampleOf } from './examples.ts';
import styles from './parsers.module.css';

/** The two languages side by side: a line, the expression that reads it, and a way to begin with it. */
export function ParserExamples({ mayChange }: { readonly mayChange: boolean }) {
  const { t } = useI18n();
  return (
    <div className={styles.examples}>
      {(['dissect', 'grok'] as const).map((kind) => (
        <section key={kind} className={styles.example} aria-label={t(`parsers.kinds.${kind}`)}>
          <h3>{t(`parsers.kinds.${kind}`)}</h3>
          <div>{t(`parsers.kindHints.${kind}`)}</div>
          <pre className={`${styles.sample} ${styles.mono}`}>{exampleOf(kind, t).lines[0]}</pre>
          <pre className={`${styles.sample} ${styles.mono}`}>{exampleOf(kind, t).expression}</pre>
          {mayChange && (
            <Button
              size="xs"
              variant="default"
              renderRoot={(props) => (
                <Link to="/parsers/$id" params={{ id: 'new' }} search={{ example: kind }} {...props} />
              )}
            >
              {t('parsers.startWith', { kind: t(`parsers.kinds.${kind}`) })}
            </Button>
          )}
        </section>
      ))}
    </div>
  );
}
