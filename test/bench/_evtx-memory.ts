/** Child of the evtx benchmark: reads a log as a stream, decodes all of it, and prints what memory that took. */
import { readEvtx } from '@haechi/evtx';

const MB = 1024 * 1024;
const SAMPLE_EVERY = 2_000;

const baseline = process.memoryUsage.rss();
let peak = baseline;
let records = 0;
for await (const item of readEvtx(process.argv[2]!)) {
  if (item.kind === 'damage') continue;
  item.json();
  if (++records % SAMPLE_EVERY === 0) peak = Math.max(peak, process.memoryUsage.rss());
}
process.stdout.write(JSON.stringify({ records, overMb: (peak - baseline) / MB, baselineMb: baseline / MB }));
