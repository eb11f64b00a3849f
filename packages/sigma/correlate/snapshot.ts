import { HaechiError } from '@haechi/event';
import { LIMITS } from '../limits.ts';
import type { CorrelationRule } from '../model.ts';
import type { Held } from './state.ts';

/** Another form of snapshots has another number; those of other numbers are refused. */
const VERSION = 1;

/** One window as plain data. Times are milliseconds since the epoch, `null` where there was none. */
export interface WindowSnapshot {
  /** Values of the group-by fields, in the order of the rule. */
  readonly group: readonly string[];
  readonly newestMs: number;
  readonly openedMs: number | null;
  readonly opening: number;
  readonly matchedMs: number | null;
  /** Of the events in the window, in order. */
  readonly times: readonly number[];
  /** Which of the rules each was a match of; absent where all were of the first. */
  readonly positions?: readonly number[];
  /** What of each is counted or measured; absent where nothing is. */
  readonly values?: readonly (string | null)[];
  /** References of the newest events, the last of them last. */
  readonly refs: readonly (readonly string[])[];
}

/** The windows of one scope as plain data that JSON keeps as it is. */
export interface CorrelationSnapshot {
  readonly version: typeof VERSION;
  /** The latest time that was told, milliseconds since the epoch; `null` where none was. */
  readonly nowMs: number | null;
  readonly rules: readonly {
    readonly id: string;
    /** Of everything that the windows depend on. */
    readonly digest: string;
    readonly windows: readonly WindowSnapshot[];
  }[];
  /** Windows for which there was no room. */
  readonly leftOut: number;
}

/** A correlation rule as it is loaded. */
export interface SnapshotRule {
  readonly rule: CorrelationRule;
  readonly digest: string;
  readonly onClose: boolean;
}

/** A snapshot of the windows of one scope. Where there is no room for all, those go that had no event for the longest. */
export function snapshotOf(
  nowMs: number,
  windows: readonly (readonly [SnapshotRule, Held])[],
  maxChars: number = LIMITS.correlationSnapshotChars,
): CorrelationSnapshot {
  const taken = new Map<Held, WindowSnapshot>();
  let chars = 0;
  for (const [, held] of windows.toSorted(([, a], [, b]) => b.window.newestMs - a.window.newestMs)) {
    const snapshot = held.window.snapshot();
    chars += charsOf(snapshot);
    if (chars > maxChars) break;
    taken.set(held, snapshot);
  }
  const rules = new Map<SnapshotRule, WindowSnapshot[]>();
  for (const [rule, held] of windows) {
    const snapshot = taken.get(held);
    if (snapshot === undefined) continue;
    const ofRule = rules.get(rule);
    if (ofRule === undefined) rules.set(rule, [snapshot]);
    else ofRule.push(snapshot);
  }
  return {
    version: VERSION,
    nowMs: Number.isFinite(nowMs) ? nowMs : null,
    rules: [...rules].map(([{ rule, digest }, ofRule]) => ({ id: rule.id, digest, windows: ofRule })),
    leftOut: windows.length - taken.size,
  };
}

/** Roughly what a window takes as JSON. */
function charsOf({ group, times, values, refs }: WindowSnapshot): number {
  let chars = 120 + times.length * 16;
  for (const value of group) chars += value.length + 3;
  for (const value of values ?? []) chars += (value?.length ?? 2) + 3;
  for (const each of refs) for (const ref of each) chars += ref.length + 4;
  return chars;
}

/**
 * Reads a snapshot; windows of rules that are not there, or not as they were, are left out.
 *
 * @throws HaechiError `correlation_state_invalid`
 */
export function readSnapshot(
  snapshot: unknown,
  rules: ReadonlyMap<string, SnapshotRule>,
): { nowMs: number; windows: ReadonlyMap<string, readonly WindowSnapshot[]> } {
  const found = new Map<string, readonly WindowSnapshot[]>();
  const { version, nowMs, rules: saved } = record(snapshot, 'snapshot');
  if (version !== VERSION) throw invalid('version');
  for (const each of list(saved, Number.MAX_SAFE_INTEGER, 'rules')) {
    const { id, digest, windows } = record(each, 'rules');
    const loaded = rules.get(text(id, 'rules.id'));
    if (loaded?.digest !== digest || loaded === undefined) continue;
    found.set(
      loaded.rule.id,
      list(windows, LIMITS.correlationGroups, 'windows').map((window) => readWindow(window, loaded)),
    );
  }
  return { nowMs: nowMs === null ? Number.NEGATIVE_INFINITY : time(nowMs, 'nowMs'), windows: found };
}

function readWindow(given: unknown, { rule, onClose }: SnapshotRule): WindowSnapshot {
  const { group, newestMs, openedMs, opening, matchedMs, times, positions, values, refs } = record(given, 'window');
  const inOrder = list(times, LIMITS.correlationEvents, 'times').map((each) => time(each, 'times'));
  const newest = time(newestMs, 'newestMs');
  for (const [index, each] of inOrder.entries()) if (each > (inOrder[index + 1] ?? newest)) throw invalid('times');
  const opened = openedMs === null ? null : time(openedMs, 'openedMs');
  if (onClose && opened === null && inOrder.length > 0) throw invalid('openedMs');
  const ofEach = (value: unknown, name: string): readonly unknown[] => {
    const all = list(value, inOrder.length, name);
    if (all.length < inOrder.length) throw invalid(name);
    return all;
  };
  const grouped = list(group, rule.groupBy.length, 'group').map((each) => text(each, 'group'));
  if (grouped.length < rule.groupBy.length) throw invalid('group');
  return {
    group: grouped,
    newestMs: newest,
    openedMs: opened,
    opening: whole(opening, Number.MAX_SAFE_INTEGER, 'opening'),
    matchedMs: matchedMs === null ? null : time(matchedMs, 'matchedMs'),
    times: inOrder,
    ...(positions === undefined
      ? {}
      : { positions: ofEach(positions, 'positions').map((each) => whole(each, rule.rules.length - 1, 'positions')) }),
    ...(values === undefined
      ? {}
      : { values: ofEach(values, 'values').map((each) => (each === null ? null : text(each, 'values'))) }),
    refs: list(refs, inOrder.length, 'refs').map((each) =>
      list(each, LIMITS.correlationRefs, 'refs').map((ref) => text(ref, 'refs')),
    ),
  };
}

function record(value: unknown, name: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw invalid(name);
  return value as Readonly<Record<string, unknown>>;
}

function list(value: unknown, max: number, name: string): readonly unknown[] {
  if (!Array.isArray(value) || value.length > max) throw invalid(name);
  return value;
}

function text(value: unknown, name: string): string {
  if (typeof value !== 'string') throw invalid(name);
  return value;
}

function whole(value: unknown, max: number, name: string): number {
  if (!Number.isSafeInteger(value) || (value as number) < 0 || (value as number) > max) throw invalid(name);
  return value as number;
}

/** Milliseconds that a `Date` can say: arithmetic on them stays exact. */
function time(value: unknown, name: string): number {
  if (typeof value !== 'number' || !(Math.abs(value) <= 8.64e15)) throw invalid(name);
  return value;
}

function invalid(where: string): HaechiError {
  return new HaechiError('correlation_state_invalid', {
    what: 'the saved windows of correlations cannot be read',
    where,
    remedy: 'they are left out: a correlation that was under way begins anew',
  });
}
