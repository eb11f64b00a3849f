import type { Parser } from '@haechi/platform/api/schemas/parsers.ts';
import { useDebouncedValue } from '@mantine/hooks';
import { useMemo, useState } from 'react';
import { useTriedLines } from '../../api/parsers.ts';
import { useHasRole } from '../../api/useRole.ts';
import { ExpressionPanel } from './ExpressionPanel.tsx';
import { expressionMistake } from './expressionMistake.ts';
import { ParserForm } from './ParserForm.tsx';
import styles from './parsers.module.css';
import { keepPasted } from './pasted.ts';
import { TriedLines } from './TriedLines.tsx';

/** A parser as it is edited; one that is saved has an id. */
export type Draft = Pick<Parser, 'tenant' | 'name' | 'kind' | 'expression' | 'match' | 'enabled'> & {
  readonly id?: string;
  readonly timeZone?: string | undefined;
};

const LINES_MOST = 100;
/** Milliseconds of rest after which the lines are read again. */
const REST_MS = 300;

interface Props {
  readonly parser: Draft;
  /** What is pasted at the start. */
  readonly lines: string;
}

/** Lines and an expression on the left, with what comes of them; what the parser is for, on the right. */
export function ParserEditor({ parser, lines: given }: Props) {
  const [draft, setDraft] = useState(parser);
  const [text, setText] = useState(given);
  const mayTry = useHasRole('analyst');
  const { kind, expression, timeZone } = draft;
  const now = useMemo(() => {
    const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
    return { kind, expression, lines: lines.slice(0, LINES_MOST), ...(timeZone === undefined ? {} : { timeZone }) };
  }, [kind, expression, timeZone, text]);
  const [trial] = useDebouncedValue(now, REST_MS);
  // A new parser that says nothing yet is asked about an empty line, so that mistakes show while it is written.
  const asked = trial.lines.length === 0 ? { ...trial, lines: [''] } : trial;
  const tried = useTriedLines(mayTry ? asked : { ...asked, lines: [] });
  const change = (part: Partial<Draft>) => setDraft({ ...draft, ...part });
  return (
    <div className={styles.columns}>
      <div className={styles.column}>
        <ExpressionPanel
          draft={draft}
          lines={text}
          mistake={expressionMistake(tried.error)}
          lineChars={tried.error === null ? tried.data?.lineChars : undefined}
          onChange={change}
          onLines={setText}
        />
        <TriedLines lines={trial.lines} expression={trial.expression} tried={tried} />
      </div>
      <ParserForm draft={draft} onChange={change} onSaved={({ id }) => keepPasted(id, text)} />
    </div>
  );
}
