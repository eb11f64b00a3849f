import { bytesAsText } from '../bytes-as-text.ts';
import type { TransactionState } from './state.ts';

/** One line of the audit log. Text is decoded as UTF-8, byte by byte where it is not well-formed. */
export interface AuditRecord {
  readonly transaction_id: string;
  /** ISO 8601, UTC. */
  readonly time: string;
  /** Address and port of the client. */
  readonly client: string;
  readonly request: {
    readonly method: string;
    readonly uri: string;
    readonly http_version: string;
    readonly headers: readonly (readonly [name: string, value: string])[];
    /** With parts C or I of SecAuditLogParts only. */
    readonly body?: string;
  };
  readonly response: {
    readonly status: number;
    readonly headers?: readonly (readonly [name: string, value: string])[];
    readonly body?: string;
  };
  readonly intercepted: boolean;
  readonly rules: readonly {
    readonly id: number;
    readonly phase: number;
    readonly severity: string;
    readonly msg: string;
    readonly data: string;
    readonly tags: readonly string[];
    readonly file: string;
    readonly line: number;
  }[];
}

/**
 * The audit line of a transaction. SecAuditEngine RelevantOnly wants a rule that matched with `auditlog`, an
 * interruption, or a status of SecAuditLogRelevantStatus. SecAuditLogParts: B and F are headers, C and I the request
 * body, E the response body; A, H and Z are always there.
 */
export function auditRecord(state: TransactionState, requestBody: () => Buffer): AuditRecord | undefined {
  const { facts, interruption, matchedRules, auditLogParts: parts } = state;
  const status = interruption?.status ?? facts.statusCode;
  if (!isAudited(state, status)) return undefined;
  const pairs = (entries: typeof facts.requestHeaders): [string, string][] =>
    entries.map((entry) => [bytesAsText(entry.key), bytesAsText(entry.text.value)]);
  return {
    transaction_id: facts.uniqueId,
    time: new Date(facts.startedMs).toISOString(),
    client: facts.clientPort === 0 ? facts.clientAddress : `${facts.clientAddress}:${facts.clientPort}`,
    request: {
      method: bytesAsText(facts.method),
      uri: bytesAsText(facts.rawUri),
      http_version: facts.protocol.replace(/^HTTP\//, ''),
      headers: parts.includes('B') ? pairs(facts.requestHeaders) : [],
      ...(/[CI]/.test(parts) && facts.requestBodyBytes > 0
        ? { body: bytesAsText(requestBody().toString('latin1')) }
        : {}),
    },
    response: {
      status,
      ...(parts.includes('F') && facts.responseHeaders.length > 0 ? { headers: pairs(facts.responseHeaders) } : {}),
      ...(parts.includes('E') && facts.responseBody !== '' ? { body: bytesAsText(facts.responseBody) } : {}),
    },
    intercepted: interruption !== undefined,
    rules: matchedRules.map(({ id, phase, severity, msg, data, tags, file, line }) => ({
      id,
      phase,
      severity,
      msg: bytesAsText(msg),
      data: bytesAsText(data),
      tags: tags.map(bytesAsText),
      file,
      line,
    })),
  };
}

function isAudited(state: TransactionState, status: number): boolean {
  if (state.auditEngine !== 'RelevantOnly') return state.auditEngine === 'On';
  if (state.interruption !== undefined || state.matchedRules.some((rule) => rule.auditlog)) return true;
  return state.rules.relevantStatus?.test(String(status)) === true;
}
