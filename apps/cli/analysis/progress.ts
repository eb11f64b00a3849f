import type { Lang } from '@haechi/locales';
import { text } from '@haechi/locales';
import type { Progress } from '@haechi/platform/analysis/analyse.ts';

const MIB = 1024 ** 2;

/**
 * A progress line on standard error with rate and time left, redrawn in place on a terminal and printed every ten
 * seconds elsewhere, so that a log of a long run shows that it lives.
 */
export function progressLine(
  lang: Lang,
  now: () => number = () => performance.now(),
): { show(progress: Progress): void; end(): void } {
  const started = now();
  const terminal = process.stderr.isTTY === true;
  const everyMs = terminal ? 200 : 10_000;
  let last = started;
  let drawn = false;
  return {
    show(progress) {
      if (now() - last < everyMs) return;
      last = now();
      const seconds = (last - started) / 1000;
      const perSecond = progress.doneBytes / seconds;
      const left = perSecond > 0 ? (progress.totalBytes - progress.doneBytes) / perSecond : Number.NaN;
      const line = text(lang, 'analyze.progress', {
        percent: Math.min(100, Math.floor((100 * progress.doneBytes) / Math.max(1, progress.totalBytes))),
        files: `${progress.doneFiles}/${progress.totalFiles}`,
        rate: (perSecond / MIB).toFixed(1),
        left: Number.isFinite(left) ? Math.max(0, Math.ceil(left)) : '?',
        findings: progress.findings,
      });
      process.stderr.write(terminal ? `\r\x1b[K${line}` : `${line}\n`);
      drawn = terminal;
    },
    end() {
      if (drawn) process.stderr.write('\r\x1b[K');
    },
  };
}
