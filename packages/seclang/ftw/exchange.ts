import type { RuleSet, Transaction } from '../index.ts';
import { type BackendResponse, backendResponse } from './backend.ts';
import type { ParsedRequest } from './http.ts';

/** A finished transaction and what the backend answered. */
export interface Exchange {
  readonly transaction: Transaction;
  readonly response: BackendResponse;
}

/** Takes a request through all phases without a socket, with the suite's backend behind the engine. */
export function exchange(ruleset: RuleSet, request: ParsedRequest): Exchange {
  const transaction = ruleset.transaction();
  transaction.processConnection({
    clientAddress: '127.0.0.1',
    clientPort: 40_000,
    serverAddress: '127.0.0.1',
    serverPort: 80,
  });
  transaction.processUri(request);
  for (const [name, value] of request.headers) transaction.addRequestHeader(name, value);
  transaction.processRequestHeaders();
  transaction.writeRequestBody(request.body);
  transaction.processRequestBody();
  const response = backendResponse(request.uri, request.body);
  if (transaction.interruption === undefined) {
    for (const [name, value] of response.headers) transaction.addResponseHeader(name, value);
    transaction.processResponseHeaders(response.status, 'HTTP/1.1');
    transaction.writeResponseBody(response.body);
    transaction.processResponseBody();
  }
  transaction.processLogging();
  return { transaction, response };
}
