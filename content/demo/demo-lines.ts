import { readFileSync } from 'node:fs';

/** Steps of the scenario; `normal` is what the company does meanwhile. */
export const DEMO_STEPS = ['normal', 'scan', 'injection', 'webshell', 'privilege', 'lateral', 'exfiltration'] as const;
export type DemoStep = (typeof DEMO_STEPS)[number];

/** One line of the scenario, ready to be sent. */
export interface DemoLine {
  /** Milliseconds since the epoch; the line carries the same time. */
  readonly time: number;
  readonly step: DemoStep;
  /** Log it comes from, `HOST:LOG`. Lines of one audit event stand together in one source. */
  readonly source: string;
  /** Decoder that reads it, as an intake batch may fix it. */
  readonly format: string;
  readonly line: string;
}

/** A line of `scenario.ndjson`: `at` in seconds from the start; `{clf}`, `{rfc3164}` and `{epoch}` stand for its time. */
interface Template {
  readonly step: DemoStep;
  readonly at: number;
  readonly source: string;
  readonly line: string;
}

/** Seconds between the first and the last moment of the scenario. */
export const DEMO_SECONDS = 2_400;

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const FORMATS: Readonly<Record<string, string>> = { nginx: 'web-access', auditd: 'auditd' };

let templates: readonly Template[] | undefined;

/**
 * The demo attack with the ordinary traffic around it, in order of time, ending at `nowMs`: a web shop is scanned, its
 * database read by SQL injection, a webshell uploaded, root gained through sudo, the database host reached over SSH and
 * the customer table taken out. All addresses are of the documentation ranges (RFC 5737) or private.
 */
export function demoLines(nowMs: number): DemoLine[] {
  templates ??= readFileSync(new URL('./scenario.ndjson', import.meta.url), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Template);
  const start = nowMs - DEMO_SECONDS * 1000;
  return templates.map(({ step, at, source, line }) => {
    const time = start + Math.round(at * 1000);
    return {
      time,
      step,
      source,
      format: FORMATS[source.slice(source.indexOf(':') + 1)] ?? '',
      line: dated(line, time),
    };
  });
}

function dated(template: string, time: number): string {
  return template.replace(/\{(clf|rfc3164|epoch)\}/g, (_, form: string) => {
    const date = new Date(time);
    const clock = date.toISOString().slice(11, 19);
    const month = MONTHS[date.getUTCMonth()] ?? '';
    const day = String(date.getUTCDate());
    if (form === 'clf') return `${day.padStart(2, '0')}/${month}/${date.getUTCFullYear()}:${clock} +0000`;
    if (form === 'rfc3164') return `${month} ${day.padStart(2, ' ')} ${clock}`;
    return (time / 1000).toFixed(3);
  });
}
