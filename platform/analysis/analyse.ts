import { LEVELS } from '@haechi/event';
import type { Correlator } from '@haechi/sigma';
import type { InputReject } from '../ingest/files/input.ts';
import { walk } from '../ingest/files/walk.ts';
import { correlateHits, openCorrelator } from './correlate-hits.ts';
import { DEFAULT_WORKERS, type QueuedFile, runPool } from './pool.ts';
import type {
  AnalysisFinding,
  AnalysisReject,
  AnalysisTask,
  CorrelationHit,
  FromWorker,
  RecordHit,
} from './protocol.ts';

/** The last line of the command contract's NDJSON. */
export interface AnalysisSummary {
  readonly files: number;
  readonly events: number;
  readonly bytes: number;
  readonly rejected: number;
  readonly findings: number;
  readonly rules_loaded: number;
  readonly rules_rejected: readonly { readonly path: string; readonly reason: string }[];
  readonly formats: Readonly<Record<string, number>>;
  readonly seconds: number;
}

/** Bytes on disk read so far, of all. */
export interface Progress {
  readonly doneBytes: number;
  readonly totalBytes: number;
  readonly doneFiles: number;
  readonly totalFiles: number;
  readonly findings: number;
}

/** Takes what an analysis gives, in the order of the files. A promise holds the workers back. */
export interface AnalysisSink {
  finding(finding: AnalysisFinding): void | Promise<void>;
  reject(reject: AnalysisReject): void | Promise<void>;
  /** NDJSON of decoded events, ending in a newline; only in mode `events`, in the order they are ready. */
  lines(text: string): void | Promise<void>;
  progress(progress: Progress): void;
}

/** Analyses files and folders of mixed input; nothing is skipped in silence. */
export async function analyse(
  paths: readonly string[],
  task: AnalysisTask,
  sink: AnalysisSink,
  workers: number = DEFAULT_WORKERS,
): Promise<AnalysisSummary> {
  const started = performance.now();
  const { files, rejects } = await find(paths);
  const totals = { events: 0, bytes: 0, rejected: rejects.length, findings: 0, formats: new Map<string, number>() };
  const state = { doneBytes: 0, doneFiles: 0, rulesLoaded: 0, rulesRejected: [] as AnalysisSummary['rules_rejected'] };
  const totalBytes = files.reduce((sum, file) => sum + file.bytes, 0);
  const waiting = new Map<number, AnalysisFinding[]>();
  const finished = new Set<number>();
  const hits: CorrelationHit[] = [];
  let engine: Correlator | undefined;
  let turn = 0;

  for (const reject of rejects)
    await sink.reject({ type: 'reject', source: reject.source, record: 0, reason: reject.reason, raw: reject.detail });

  const give = async (finding: AnalysisFinding): Promise<void> => {
    totals.findings++;
    await sink.finding(finding);
  };
  /** Findings come out file by file, so that a run reads the same whatever the workers' pace. */
  const flush = async (): Promise<void> => {
    for (;;) {
      for (const finding of waiting.get(turn) ?? []) await give(finding);
      waiting.delete(turn);
      if (!finished.has(turn)) return;
      turn++;
    }
  };
  const report = (): void =>
    sink.progress({
      doneBytes: state.doneBytes,
      totalBytes,
      doneFiles: state.doneFiles,
      totalFiles: files.length,
      findings: totals.findings,
    });

  const take = async (message: FromWorker): Promise<void> => {
    if (message.kind === 'ready') {
      state.rulesLoaded = message.rulesLoaded;
      state.rulesRejected = message.rulesRejected;
    } else if (message.kind === 'progress') {
      state.doneBytes += message.bytes;
      report();
    } else if (message.kind === 'output') {
      if (message.lines !== '') await sink.lines(message.lines);
      for (const reject of message.rejects) await sink.reject(reject);
      if (message.hits !== '')
        for (const hit of JSON.parse(message.hits) as RecordHit[]) hits.push({ ...hit, source: message.source });
      // While the workers read on this thread has nothing else to do.
      if (hits.length > 0) engine ??= openCorrelator(task);
      if (message.findings.length > 0) {
        const list = waiting.get(message.index);
        if (list === undefined) waiting.set(message.index, [...message.findings]);
        else for (const finding of message.findings) list.push(finding);
        if (message.index === turn) await flush();
      }
    } else {
      totals.events += message.totals.events;
      totals.bytes += message.totals.bytes;
      totals.rejected += message.totals.rejected;
      for (const [format, count] of Object.entries(message.totals.formats))
        totals.formats.set(format, (totals.formats.get(format) ?? 0) + count);
      state.doneFiles++;
      finished.add(message.index);
      report();
      if (message.index === turn) await flush();
    }
  };
  // One message at a time: two that flush together would give findings twice.
  let tail = Promise.resolve();
  await runPool(files, task, workers, (message) => (tail = tail.then(() => take(message))));
  if (engine !== undefined) for (const finding of correlateHits(hits, engine)) await give(finding);

  return {
    files: files.length,
    events: totals.events,
    bytes: totals.bytes,
    rejected: totals.rejected,
    findings: totals.findings,
    rules_loaded: state.rulesLoaded,
    rules_rejected: state.rulesRejected,
    formats: Object.fromEntries([...totals.formats].sort(([a], [b]) => (a < b ? -1 : 1))),
    seconds: Math.round(performance.now() - started) / 1000,
  };
}

async function find(paths: readonly string[]): Promise<{ files: QueuedFile[]; rejects: InputReject[] }> {
  const files: QueuedFile[] = [];
  const rejects: InputReject[] = [];
  for await (const item of walk(paths)) {
    if (item.kind === 'found') files.push({ index: files.length, path: item.path, bytes: item.bytes });
    else rejects.push(item);
  }
  return { files, rejects };
}

/** Gravest first, then by time: the order of summaries. */
export function byGravity(a: AnalysisFinding, b: AnalysisFinding): number {
  return LEVELS.indexOf(b.level) - LEVELS.indexOf(a.level) || (a.time < b.time ? -1 : a.time > b.time ? 1 : 0);
}
