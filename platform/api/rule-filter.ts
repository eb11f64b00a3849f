import type { Logsource } from '@haechi/event';
import { parse, stringify } from 'yaml';

/** What an analyst says of an exception. */
export interface FilterWords {
  readonly field: string;
  readonly value: string;
  readonly reason: string;
}

/** The exception as a Sigma filter (Sigma filters specification 2.1.0): the rule fires only where it does not match. */
export function toSigmaFilter(ruleId: string, logsource: Logsource, { field, value, reason }: FilterWords): string {
  return stringify({
    title: reason,
    logsource: { ...logsource },
    filter: { rules: [ruleId], selection: { [field]: value }, condition: 'not selection' },
  });
}

/** Reads back what `toSigmaFilter` wrote; empty words for a filter that somebody wrote by hand. */
export function fromSigmaFilter(yaml: string): FilterWords {
  const written = parse(yaml) as { title?: unknown; filter?: { selection?: Record<string, unknown> } } | null;
  const [entry] = Object.entries(written?.filter?.selection ?? {});
  return { field: entry?.[0] ?? '', value: String(entry?.[1] ?? ''), reason: String(written?.title ?? '') };
}
