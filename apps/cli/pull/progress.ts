import { type Lang, text } from '@haechi/locales';
import type { PullReport } from './pull.ts';

const TERMINAL_MS = 200;
const LOG_MS = 10_000;
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
  let isDrawn = false;
  let shown = 0;
  let last = { ms: performance.now(), records: 0 };

  const say = (key: string, values: Readonly<Record<string, string | number>>): void => {
    write(`${isDrawn ? '\r\x1b[K' : ''}${text(lang, `cli.pull.${key}`, values)}\n`);
    isDrawn = false;
  };
  const draw = (): void => {
    if (shown === totals.records) return;
    const now = performance.now();
    const seconds = Math.max((now - last.ms) / 1000, 0.001);
    const rate = Math.round((totals.records - last.records) / seconds);
    const { objects, listed, records } = totals;
    const line = text(lang, 'cli.pull.progress', { objects, listed, records, rate });
    write(terminal ? `\r\x1b[K${line}` : `${line}\n`);
    isDrawn = terminal;
    shown = totals.records;
    if (seconds >= RATE_SECONDS) last = { ms: now, records: totals.records };
  };
  const timer = setInterval(draw, terminal ? TERMINAL_MS : LOG_MS);
  timer.unref();

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
      clearInterval(timer);
      const { objects, records, cutRecords, refused, gone, problems } = totals;
      say('end', { objects, records, cut: cutRecords, refused, gone, problems });
    },
  };
}

/** Keys and answers come from outside: what would steer a terminal is shown, not sent. */
function printable(given: string): string {
  return given.slice(0, 1_200).replace(/\p{C}/gu, (one) =>
    JSON.stringify(one)
      .slice(1, -1)
      .replace(/^[^\\].*/, '\uFFFD'),
  );
}
