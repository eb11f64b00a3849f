import type { Finding } from '@haechi/event';
import type { EventRow } from '../store/ports.ts';
import { compileExceptions, type RuleException } from './exceptions.ts';
import { isCorrelation, type LoadedRule } from './rulebook.ts';

/** What findings would have come to, had an exception been in force. */
export interface ExceptionEffect {
  /** Would not have been there, in the order given. */
  readonly silenced: readonly Finding[];
  /** Would have rested on fewer events. */
  readonly lessened: number;
  /** Of which nobody can say: their events are no longer stored. */
  readonly unknown: number;
}

/**
 * Looks what an exception would have done to findings of its rule: those all of whose events it covers are silenced; a
 * correlation is where the event that completed it is covered.
 *
 * @param events the events behind them, as far as they are stored
 * @returns the reason where the exception cannot be read
 */
export function effectOf(
  exception: RuleException,
  rule: Pick<LoadedRule, 'logsource' | 'yaml'>,
  findings: readonly Finding[],
  events: readonly EventRow[],
): ExceptionEffect | string {
  const exceptions = compileExceptions([exception], () => rule.logsource);
  const [rejected] = exceptions.rejected;
  if (rejected !== undefined) return rejected.reason;
  const covered = new Map(events.map((row) => [row.id, exceptions.covers(row, exception.ruleId)]));
  const completedByOne = isCorrelation(exception.ruleId, rule.yaml);
  const silenced: Finding[] = [];
  let lessened = 0;
  let unknown = 0;
  for (const finding of findings) {
    const ids = completedByOne ? finding.eventIds.slice(-1) : finding.eventIds;
    const known = ids.flatMap((id) => covered.get(id) ?? []);
    if (known.length === 0) unknown++;
    else if (known.every((is) => is)) silenced.push(finding);
    else if (known.some((is) => is)) lessened++;
  }
  return { silenced, lessened, unknown };
}
