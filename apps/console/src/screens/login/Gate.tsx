import type { ReactNode } from 'react';
import { useEffect } from 'react';
import logo from '../../app/haechi.svg';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import styles from './Gate.module.css';
import { LangChoice } from './LangChoice.tsx';

interface Props {
  readonly title: string;
  readonly sub: string;
  readonly children: ReactNode;
}

/** Frame of the pages before sign-in: one card, and the choice of language. */
export function Gate({ title, sub, children }: Props) {
  const { t } = useI18n();
  useEffect(() => {
    document.title = `${title} · Haechi`;
  }, [title]);
  return (
    <main className={styles.gate}>
      <div className={styles.frame}>
        <div className={styles.card}>
          <div className={styles.brand}>
            <img src={logo} width={36} height={36} alt={t('nav.product')} />
            <div>
              <h1 className={styles.title}>{title}</h1>
              <div className={styles.sub}>{sub}</div>
            </div>
          </div>
          {children}
        </div>
        <div className={styles.lang}>
          <LangChoice />
        </div>
      </div>
    </main>
  );
}
