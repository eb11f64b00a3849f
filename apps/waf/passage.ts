import type { RuleSet, Transaction } from '@haechi/seclang';
import type { AddressSet } from './addresses.ts';
import type { AuditLog } from './audit.ts';
import type { Blocked } from './block-list.ts';
import type { ClientRequest, ClientResponse } from './exchange.ts';
import type { Inspection } from './inspection.ts';
import type { ExchangeLog } from './log/exchange-log.ts';
import type { Recording } from './log/recording.ts';
import type { Metrics } from './metrics.ts';
import type { Upstream } from './upstream.ts';

/** What serving needs. */
export interface ServeDeps {
  /** The rules in force now; a request keeps those it began with. */
  readonly rules: () => RuleSet;
  readonly blocked: () => Blocked;
  readonly upstream: () => Upstream;
  readonly trusted: AddressSet;
  readonly failOpen: boolean;
  readonly audit: AuditLog | undefined;
  readonly log: ExchangeLog | undefined;
  readonly metrics: Metrics;
  readonly newId: () => string;
  readonly nowMs: () => number;
  readonly onFault: (error: unknown) => void;
  /** Told of each transaction when its rules have run. */
  readonly onTransaction?: (transaction: Transaction) => void;
}

/** One request under way. */
export interface Passage {
  readonly request: ClientRequest;
  readonly response: ClientResponse;
  readonly inspection: Inspection;
  readonly address: string;
  readonly settings: RuleSet['settings'];
  readonly recording: Recording | undefined;
  /** The head of an answer went out: no other can. */
  begun: boolean;
}

/** Runs the last phase and writes the audit line; the client has not got its answer yet. */
export async function close(
  { audit, metrics, onTransaction, onFault }: ServeDeps,
  { inspection, recording }: Passage,
): Promise<void> {
  let record: ReturnType<Transaction['auditRecord']> | undefined;
  inspection.run((transaction) => {
    transaction.processLogging();
    if (audit !== undefined) record = transaction.auditRecord();
  });
  const { transaction } = inspection;
  recording?.judged(transaction);
  metrics.inspected(inspection.ms);
  if (transaction.matchedRules.length > 0) metrics.count('detected');
  onTransaction?.(transaction);
  if (record !== undefined) await audit?.write(record).catch(onFault);
}
