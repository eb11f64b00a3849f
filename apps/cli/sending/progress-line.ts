const TERMINAL_MS = 200;
const LOG_MS = 10_000;

/** A line that is drawn in place on a terminal, elsewhere a line every ten seconds; and lines that stay. */
interface ProgressLine {
  /** Writes a line that stays above the one in place. */
  say(line: string): void;
  stop(): void;
}

/** @param draw the line as it is now, `undefined` where nothing changed since */
export function progressLine(
  draw: () => string | undefined,
  write: (text: string) => void,
  isTerminal: boolean,
): ProgressLine {
  let isDrawn = false;
  const timer = setInterval(
    () => {
      const line = draw();
      if (line === undefined) return;
      write(isTerminal ? `\r\x1b[K${line}` : `${line}\n`);
      isDrawn = isTerminal;
    },
    isTerminal ? TERMINAL_MS : LOG_MS,
  );
  timer.unref();
  return {
    say(line) {
      write(`${isDrawn ? '\r\x1b[K' : ''}${line}\n`);
      isDrawn = false;
    },
    stop: () => clearInterval(timer),
  };
}
