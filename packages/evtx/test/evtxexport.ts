import { spawnSync } from 'node:child_process';
import type { EvtxRecord } from '../record.ts';
import { type Field, xmlFields } from './xml-fields.ts';

/** Why a value differs from evtxexport's. Every difference has one of these reasons, or is a fault (`unexplained`). */
const REASONS = {
  hexadecimal: 'evtxexport pads hexadecimal values to 8 or 16 digits; Windows and the SigmaHQ samples do not',
  lineEnds: 'evtxexport prints text of nothing but line ends as empty',
  control: 'evtxexport prints control characters as they are, which XML 1.0 does not allow; U+FFFD stands for them',
  real: 'evtxexport prints reals with an exponent; MS-EVEN6 2.2.12.3 has the form [-]dddd.dddd',
  unexplained: 'not known',
} as const;
type Reason = keyof typeof REASONS;

export interface Comparison {
  /** Fields that are the same, over all records that both read. */
  same: number;
  readonly different: Record<Reason, number>;
  /** The first unexplained ones, to look at. */
  readonly examples: string[];
  /** Our records that evtxexport does not print. */
  readonly unread: EvtxRecord[];
  /** Records that evtxexport prints and we do not have. */
  missing: number;
}

export function hasEvtxexport(): boolean {
  return spawnSync('evtxexport', ['-V']).status === 0;
}

/** The events that evtxexport prints of a file, as XML texts. */
export function evtxexport(path: string): string[] {
  const { stdout } = spawnSync('evtxexport', ['-f', 'xml', path], { maxBuffer: 2 ** 30, encoding: 'utf8' });
  return stdout.match(/<Event [\s\S]*?<\/Event>/g) ?? [];
}

export function emptyComparison(): Comparison {
  return {
    same: 0,
    different: { hexadecimal: 0, lineEnds: 0, control: 0, real: 0, unexplained: 0 },
    examples: [],
    unread: [],
    missing: 0,
  };
}

const identity = (xml: string): string =>
  `${/<EventRecordID>(\d+)/.exec(xml)?.[1]}/${/<EventID[^>]*>(\d+)/.exec(xml)?.[1]}`;

/** Compares a file's records with what evtxexport prints of it, in order, field by field, into `into`. */
export function compare(records: readonly EvtxRecord[], events: readonly string[], into: Comparison): void {
  let next = 0;
  for (const event of events) {
    const from = next;
    while (next < records.length && identity(records[next]!.xml()) !== identity(event)) next++;
    if (next === records.length) {
      into.missing++;
      next = from;
      continue;
    }
    into.unread.push(...records.slice(from, next));
    compareFields(xmlFields(records[next]!.xml()), xmlFields(event), into);
    next++;
  }
  into.unread.push(...records.slice(next));
}

function compareFields(ours: readonly Field[], theirs: readonly Field[], into: Comparison): void {
  for (let i = 0; i < Math.max(ours.length, theirs.length); i++) {
    const [path, value] = ours[i] ?? ['', ''];
    const [otherPath, other] = theirs[i] ?? ['', ''];
    const reason = path === otherPath ? reasonOf(value, other) : 'unexplained';
    if (reason === undefined) into.same++;
    else {
      into.different[reason]++;
      if (reason === 'unexplained' && into.examples.length < 10)
        into.examples.push(`${path}=${JSON.stringify(value)} but ${otherPath}=${JSON.stringify(other)}`);
    }
    if (path !== otherPath) return;
  }
}

function reasonOf(ours: string, theirs: string): Reason | undefined {
  // A parser of XML reads CR LF as LF; evtxexport does not escape the CR.
  if (ours === theirs || ours.replaceAll('\r\n', '\n') === theirs.replaceAll('\r\n', '\n')) return undefined;
  if (/^0x[0-9a-f]+$/.test(ours) && /^0x(?:[0-9a-f]{8}){1,2}$/.test(theirs) && BigInt(ours) === BigInt(theirs))
    return 'hexadecimal';
  if (/^[\r\n]+$/.test(ours) && theirs === '') return 'lineEnds';
  if (ours === theirs.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '\ufffd')) return 'control';
  if (/^-?[\d.]+e[+-]\d{3}$/.test(theirs) && Number(ours) === Number(theirs)) return 'real';
  return 'unexplained';
}
