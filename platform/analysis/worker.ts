import { EventEmitter, once } from 'node:events';
import { parentPort, workerData } from 'node:worker_threads';
import { HaechiError } from '@haechi/event';
import { addAddressFacts } from '../enrich/add-address-facts.ts';
import { openAddressFacts } from '../enrich/address-facts.ts';
import { contents } from '../ingest/files/walk.ts';
import { decodeInput, isReject } from './decode-input.ts';
import { createMatching } from './matching.ts';
import type { AnalysisFinding, AnalysisReject, AnalysisTask, FromWorker, RecordHit, ToWorker } from './protocol.ts';

/** Outputs that may be under way to the main thread before this one waits. */
const OUTPUTS_UNDER_WAY = 4;
/** Size from which on what was found is sent: each message has a cost, and small batches find little. */
const OUTPUT_SIZE = 256 * 1024;
const ITEM_SIZE = 512;

const port = parentPort;
if (port === null) throw new Error('this file runs as a worker thread');
const task = workerData as AnalysisTask;
const matching = createMatching(task);
const factsOf = task.addresses === undefined ? undefined : openAddressFacts(task.addresses);
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
    let held = emptyOutput(input.source);
    try {
      for await (const batch of decodeInput(input, options, (bytes) => (totals.bytes += bytes))) {
        for (const item of batch) {
          if (isReject(item)) {
            totals.rejected++;
            held.rejects.push({
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
            if (factsOf !== undefined) addAddressFacts(decoded.event, factsOf);
            held.lines += `${JSON.stringify({ type: 'event', source: input.source, record: item.record, decoder: decoded.decoder, event: decoded.event, native: decoded.native })}\n`;
            count(totals.formats, decoded.decoder);
          } else {
            count(totals.formats, item.decoder);
            matching.match(item, input.source, held.findings, held.hits);
          }
        }
        if (sizeOf(held) < OUTPUT_SIZE) continue;
        await output(index, { ...held, hits: held.hits.length === 0 ? '' : JSON.stringify(held.hits) });
        held = emptyOutput(input.source);
      }
    } catch (error) {
      totals.rejected++;
      held.rejects.push({
        type: 'reject',
        source: input.source,
        record: 0,
        reason: error instanceof HaechiError ? error.code : 'unreadable',
        raw: error instanceof Error ? error.message : String(error),
      });
    }
    if (sizeOf(held) > 0)
      await output(index, { ...held, hits: held.hits.length === 0 ? '' : JSON.stringify(held.hits) });
  }
  send({ kind: 'done', index, totals: { ...totals, formats: Object.fromEntries(totals.formats) } });
}

function count(formats: Map<string, number>, name: string): void {
  formats.set(name, (formats.get(name) ?? 0) + 1);
}

type Output = Extract<FromWorker, { kind: 'output' }>;

/** What one input has given since the last output. */
function emptyOutput(source: string) {
  return {
    source,
    lines: '',
    findings: [] as AnalysisFinding[],
    hits: [] as RecordHit[],
    rejects: [] as AnalysisReject[],
  };
}

/** Characters, with so many for each of the others. */
function sizeOf({ lines, findings, hits, rejects }: ReturnType<typeof emptyOutput>): number {
  return lines.length + ITEM_SIZE * (findings.length + hits.length + rejects.length);
}

async function output(index: number, part: Partial<Output>): Promise<void> {
  underWay++;
  send({ kind: 'output', index, lines: '', findings: [], source: '', hits: '', rejects: [], ...part });
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
