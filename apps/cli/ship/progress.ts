import { type Lang, text } from '@haechi/locales';
import { printable } from '../sending/printable.ts';
import { progressLine } from '../sending/progress-line.ts';
import type { ShipReport } from './ship.ts';

const MIB = 1024 ** 2;
/** Seconds over which the rate is taken. */
const RATE_SECONDS = 10;

/** What came of it all. */
export interface ShipTotals {
  lines: number;
  bytes: number;
  cutLines: number;
  refused: number;
  /** Files that could not be sent. */
  problems: number;
}

/** Progress, waits and problems on standard error: in place on a terminal, elsewhere a line every ten seconds while something is sent. */
export function shipProgress(
  lang: Lang,
  once: boolean,
  write: (text: string) => void = (line) => void process.stderr.write(line),
  terminal: boolean = process.stderr.isTTY === true,
): { readonly report: ShipReport; readonly totals: ShipTotals; end(): void } {
  const totals: ShipTotals = { lines: 0, bytes: 0, cutLines: 0, refused: 0, problems: 0 };
  const said = new Set<string>();
  let leftBytes = 0;
  let shown = 0;
  let last = { ms: performance.now(), lines: 0, bytes: 0, leftBytes: 0 };

  const draw = (): string | undefined => {
    if (shown === totals.lines) return undefined;
    const now = performance.now();
    const seconds = Math.max((now - last.ms) / 1000, 0.001);
    const perSecond = (last.leftBytes - leftBytes) / seconds;
    const line = text(lang, once ? 'cli.ship.progress_once' : 'cli.ship.progress', {
      lines: totals.lines,
      size: (totals.bytes / MIB).toFixed(1),
      lineRate: Math.round((totals.lines - last.lines) / seconds),
      rate: ((totals.bytes - last.bytes) / MIB / seconds).toFixed(1),
      left: perSecond > 0 ? Math.max(0, Math.ceil(leftBytes / perSecond)) : '?',
    });
    shown = totals.lines;
    if (seconds >= RATE_SECONDS) last = { ms: now, lines: totals.lines, bytes: totals.bytes, leftBytes };
    return line;
  };
  const { say: sayLine, stop } = progressLine(draw, write, terminal);
  const say = (key: string, values: Readonly<Record<string, string | number>>): void =>
    sayLine(text(lang, `cli.ship.${key}`, values));

  return {
    totals,
    report: {
      found(files, bytes) {
        leftBytes = bytes;
        last = { ...last, leftBytes };
        say('found', { files, size: (bytes / MIB).toFixed(1) });
      },
      sent({ lines, bytes, cutLines }, diskBytes) {
        totals.lines += lines;
        totals.bytes += bytes;
        totals.cutLines += cutLines;
        leftBytes = Math.max(0, leftBytes - diskBytes);
      },
      passed(bytes) {
        leftBytes = Math.max(0, leftBytes - bytes);
        last = { ...last, leftBytes };
      },
      problem(file, reason) {
        // Each look at the folder finds it again.
        if (said.has(`${file}\n${reason}`)) return;
        said.add(`${file}\n${reason}`);
        totals.problems++;
        const known = ['archive', 'binary'].includes(reason);
        say('problem', {
          file: printable(file),
          reason: known ? text(lang, `cli.ship.${reason}`) : printable(reason),
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
      const { lines, bytes, cutLines, refused } = totals;
      say('end', { lines, size: (bytes / MIB).toFixed(1), cut: cutLines, refused });
    },
  };
}
