import type { Logsource } from '@haechi/event';

/** A Sigma log source in one line: `windows · process_creation`. */
export function logsourceText({ product, category, service }: Logsource): string {
  return [product, category, service].filter((part) => part !== undefined).join(' · ');
}
