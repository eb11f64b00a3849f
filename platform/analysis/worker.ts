import { EventEmitter, once } from 'node:events';
import { parentPort, workerData } from 'node:worker_threads';
import { HaechiError } from '@haechi/event';
import { contents } from '../ingest/files/walk.ts';
import { decodeInput, isReject } from './decode-input.ts';
import { createMatching } from './matching.ts';
import type { AnalysisFinding, AnalysisReject, AnalysisTask, FromWorker, RecordHit, ToWorker } from './protocol.ts';

/** Outputs that may be under way to the main thread before this one waits. */
const OUTPUTS_UNDER_WAY = 4;

const port = parentPort;
if (port === null) throw new Error('this file runs as a worker thread');
const task = workerData as AnalysisTask;
const matching = createMatching(task);
let underWay = 0;
const taken = new EventEmitter();

const send = (message: FromWorker): void => port.postMessage(message);

async function analyseFile(index: number, path: string): Promise<void> {
  const totals = { events: 0, bytes: 0, rejected: 0, formats: new Map<string, number>() };
  const options = { timeZone: task.timeZone, now: task.now };
  for await (const input of contents(path, undefined, (bytes) => send({ kind: 'progress', bytes }))) {
    if (input.kind === 'reject') {
      totals.rejected++;
      await output(index, {
        rejects: [{ type: 'reject', source: input.source, record: 0, reason: input.reason, raw: input.detail }],
      });
      continue;
    }
    try {
      for await (const batch of decodeInput(input, options, (bytes) => (totals.bytes += bytes))) {
        const findings: AnalysisFinding[] = [];
        const hits: RecordHit[] = [];
        const rejects: AnalysisReject[] = [];
        let lines = '';
        for (const item of batch) {
          if (isReject(item)) {
            totals.rejected++;
            rejects.push({
              type: 'reject',
              source: input.source,
              record: item.record,
              reason: item.reason,
              raw: item.raw,
            });
            continue;
          }
          totals.events++;
          if (task.mode === 'events') {
            const decoded = item.decoded();
            lines += `${JSON.stringify({ type: 'event', source: input.source, record: item.record, decoder: decoded.decoder, event: decoded.event, native: decoded.native })}\n`;
            count(totals.formats, decoded.decoder);
          } else {
            count(totals.formats, item.decoder);
            matching.match(item, input.source, findings, hits);
          }
        }
        if (lines !== '' || findings.length + hits.length + rejects.length > 0)
          await output(index, { lines, findings, source: input.source, hits, rejects });
      }
    } catch (error) {
      totals.rejected++;
      const reason = error instanceof HaechiError ? error.code : 'unreadable';
      await output(index, {
        rejects: [
          {
            type: 'reject',
            source: input.source,
            record: 0,
            reason,
            raw: error instanceof Error ? error.message : String(error),
          },
        ],
      });
    }
  }
  send({ kind: 'done', index, totals: { ...totals, formats: Object.fromEntries(totals.formats) } });
}

function count(formats: Map<string, number>, name: string): void {
  formats.set(name, (formats.get(name) ?? 0) + 1);
}

type Output = Extract<FromWorker, { kind: 'output' }>;

async function output(index: number, part: Partial<Output>): Promise<void> {
  underWay++;
  send({ kind: 'output', index, lines: '', findings: [], source: '', hits: [], rejects: [], ...part });
  while (underWay >= OUTPUTS_UNDER_WAY) await once(taken, 'taken');
}

port.on('message', (message: ToWorker) => {
  if (message.kind === 'taken') {
    underWay--;
    taken.emit('taken');
  } else if (message.kind === 'file') void analyseFile(message.index, message.path);
  else port.close();
});
send({ kind: 'ready', rulesLoaded: matching.rulesLoaded, rulesRejected: matching.rejected });
