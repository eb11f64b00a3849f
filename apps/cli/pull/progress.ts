import { type Lang, text } from '@haechi/locales';
import { printable } from '../sending/printable.ts';
import { progressLine } from '../sending/progress-line.ts';
import type { PullReport } from './pull.ts';

/** Seconds over which the rate is taken. */
const RATE_SECONDS = 10;
/** Reasons that have words of their own. */
const REASONS = ['archive', 'binary', 'too_large', 'frozen'];

/** What came of it all. */
export interface PullTotals {
  listed: number;
  objects: number;
  records: number;
  cutRecords: number;
  refused: number;
  gone: number;
  /** Objects that were given up. */
  problems: number;
}

/** Progress, waits and problems on standard error: in place on a terminal, elsewhere a line every ten seconds while something is sent. */
export function pullProgress(
  lang: Lang,
  write: (text: string) => void = (line) => void process.stderr.write(line),
  terminal: boolean = process.stderr.isTTY === true,
): { readonly report: PullReport; readonly totals: PullTotals; end(): void } {
  const totals: PullTotals = { listed: 0, objects: 0, records: 0, cutRecords: 0, refused: 0, gone: 0, problems: 0 };
  let shown = 0;
  let last = { ms: performance.now(), records: 0 };

  const draw = (): string | undefined => {
    if (shown === totals.records) return undefined;
    const now = performance.now();
    const seconds = Math.max((now - last.ms) / 1000, 0.001);
    const rate = Math.round((totals.records - last.records) / seconds);
    const { objects, listed, records } = totals;
    const line = text(lang, 'cli.pull.progress', { objects, listed, records, rate });
    shown = totals.records;
    if (seconds >= RATE_SECONDS) last = { ms: now, records: totals.records };
    return line;
  };
  const { say: sayLine, stop } = progressLine(draw, write, terminal);
  const say = (key: string, values: Readonly<Record<string, string | number>>): void =>
    sayLine(text(lang, `cli.pull.${key}`, values));

  return {
    totals,
    report: {
      listed: (objects) => void (totals.listed += objects),
      sent({ records, cutRecords }) {
        totals.records += records;
        totals.cutRecords += cutRecords;
      },
      done: () => void totals.objects++,
      gone(source) {
        totals.gone++;
        say('gone', { source: printable(source) });
      },
      problem(source, reason, isGivenUp) {
        if (isGivenUp) totals.problems++;
        say(isGivenUp ? 'problem' : 'again', {
          source: printable(source),
          reason: REASONS.includes(reason) ? text(lang, `cli.pull.${reason}`) : printable(reason),
        });
      },
      waiting: (reason, ms) => say('waiting', { reason: printable(reason), seconds: Math.ceil(ms / 1000) }),
      refused(reason) {
        totals.refused++;
        say('refused', { reason: printable(reason) });
      },
    },
    end() {
      stop();
      const { objects, records, cutRecords, refused, gone, problems } = totals;
      say('end', { objects, records, cut: cutRecords, refused, gone, problems });
    },
  };
}
