import { Kbd } from '@mantine/core';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { useFields } from '../../api/search.ts';
import type { Range } from '../../format/range.ts';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { SEARCH_BOX_ID } from '../../shell/useGlobalKeys.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { complete, suggestions } from './completion.ts';
import { FieldOptions } from './FieldOptions.tsx';
import styles from './QueryBox.module.css';
import { QueryMirror } from './QueryMirror.tsx';
import { syntaxError } from './syntaxError.ts';

interface Props {
  /** The query that is shown now. */
  readonly value: string;
  readonly range: Range;
  /** Why the last run failed; a syntax error is underlined where it is. */
  readonly error: unknown;
  readonly onRun: (query: string) => void;
}

/** The search box: Enter runs, Tab completes a field's name, a mistake is underlined. */
export function QueryBox({ value, range, error, onRun }: Props) {
  const { t } = useI18n();
  const listId = useId();
  const input = useRef<HTMLTextAreaElement>(null);
  const [draft, setDraft] = useState(value);
  const [caret, setCaret] = useState<number>();
  const [chosen, setChosen] = useState(0);
  useEffect(() => setDraft(value), [value]);

  const fields = useFields(range).data?.rows ?? [];
  const options = caret === undefined ? [] : suggestions(draft, caret, fields);
  const wrong = draft === value ? syntaxError(error) : undefined;
  const accept = (name: string) => {
    const next = complete(draft, caret ?? draft.length, name);
    setDraft(next.text);
    setCaret(undefined);
    requestAnimationFrame(() => input.current?.setSelectionRange(next.caret, next.caret));
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing) return;
    const option = options[chosen];
    if (option !== undefined && (event.key === 'Tab' || (event.key === 'Enter' && chosen > 0))) {
      event.preventDefault();
      accept(option.name);
    } else if (options.length > 0 && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      event.preventDefault();
      setChosen((chosen + (event.key === 'ArrowDown' ? 1 : options.length - 1)) % options.length);
    } else if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      setCaret(undefined);
      onRun(draft);
    } else if (event.key === 'Escape') {
      if (options.length > 0) setCaret(undefined);
      else event.currentTarget.blur();
    }
  };
  return (
    <div className={styles.box}>
      <div style={{ position: 'relative' }}>
        <QueryMirror text={draft} wrong={wrong} />
        <span className={styles.icon}>
          <Icon name="search" />
        </span>
        <textarea
          ref={input}
          id={SEARCH_BOX_ID}
          className={styles.input}
          rows={1}
          value={draft}
          spellCheck={false}
          autoComplete="off"
          placeholder={t('search.placeholder')}
          aria-label={t('search.box')}
          aria-invalid={wrong !== undefined}
          role="combobox"
          aria-expanded={options.length > 0}
          aria-controls={listId}
          aria-autocomplete="list"
          onChange={(event) => {
            setDraft(event.currentTarget.value);
            setCaret(event.currentTarget.selectionStart);
            setChosen(0);
          }}
          onKeyDown={onKeyDown}
          onBlur={() => setCaret(undefined)}
        />
        {draft === '' && (
          <span className={styles.key} aria-hidden="true">
            <Kbd size="xs">/</Kbd>
          </span>
        )}
        <FieldOptions id={listId} options={options} chosen={chosen} onAccept={accept} />
      </div>
      {wrong !== undefined ? (
        <div className={styles.message} role="alert">
          <span>{wrong.message}</span>
          {wrong.remedy !== undefined && <span className={styles.remedy}>{wrong.remedy}</span>}
        </div>
      ) : (
        error !== null &&
        error !== undefined &&
        draft === value && (
          <div style={{ marginTop: 6 }}>
            <ErrorNotice error={error} />
          </div>
        )
      )}
    </div>
  );
}
