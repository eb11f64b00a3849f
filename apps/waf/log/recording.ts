import type { MatchedRule, Transaction } from '@haechi/seclang';
import type { ClientRequest, ClientResponse } from '../exchange.ts';
import { type Field, valuesOf } from '../http/head.ts';
import { KeptBody } from './kept-body.ts';

/** How an exchange ended, in words that stay. */
export type Outcome =
  /** The upstream's answer went to the client. */
  | 'passed'
  /** Stopped by a rule. */
  | 'blocked'
  /** Turned away by the block list. */
  | 'listed'
  /** Not well-formed: no server may take it. */
  | 'refused'
  /** The upstream did not answer. */
  | 'unanswered'
  /** One side broke off before the end. */
  | 'broken_off';

/** All that is known of one request and its answer. Header and rule texts hold one byte a character. */
export interface Recorded {
  readonly id: string;
  readonly startedMs: number;
  readonly endedMs: number;
  /** After trusted hops were passed over. */
  readonly client: string;
  readonly request: ClientRequest;
  readonly requestBody: KeptBody;
  readonly status: number;
  readonly responseHeaders: readonly Field[];
  readonly responseBody: KeptBody;
  readonly outcome: Outcome;
  readonly rules: readonly MatchedRule[];
  /** A rule would have stopped it, had the mode been `block`. */
  readonly intercepted: boolean;
}

/**
 * Watches one request and its answer go by: `request` and `response` are what the proxy works with instead of the
 * client's own, and behave the same.
 */
export class Recording {
  readonly request: ClientRequest;
  readonly response: ClientResponse;
  outcome: Outcome = 'passed';
  readonly #id: string;
  readonly #client: string;
  readonly #startedMs: number;
  readonly #requestBody: KeptBody;
  #responseBody = new KeptBody(0);
  #status = 0;
  #responseHeaders: readonly Field[] = [];
  #rules: readonly MatchedRule[] = [];
  #intercepted = false;

  constructor(
    at: { readonly id: string; readonly client: string; readonly nowMs: number; readonly bodyLimit: number },
    request: ClientRequest,
    response: ClientResponse,
  ) {
    this.#id = at.id;
    this.#client = at.client;
    this.#startedMs = at.nowMs;
    const limitOf = (headers: readonly Field[]): number =>
      isMedia(valuesOf(headers, 'content-type').join(',')) ? 0 : at.bodyLimit;
    this.#requestBody = new KeptBody(limitOf(request.headers));
    const kept = this.#requestBody;
    this.request = {
      ...request,
      async *body() {
        for await (const piece of request.body()) {
          kept.add(piece);
          yield piece;
        }
      },
    };
    this.response = {
      head: (status, reason, headers) => {
        this.#status = status;
        this.#responseHeaders = headers;
        this.#responseBody = new KeptBody(limitOf(headers));
        response.head(status, reason, headers);
      },
      write: (piece) => {
        this.#responseBody.add(piece);
        return response.write(piece);
      },
      end: () => response.end(),
      last: () => response.last(),
      abort: () => {
        if (this.outcome === 'passed') this.outcome = 'broken_off';
        response.abort();
      },
      onGone: (then) => response.onGone(then),
      ...(response.takeOver === undefined ? {} : { takeOver: response.takeOver }),
    };
  }

  /** Takes over what the rules found. */
  judged({ matchedRules, interruption }: Transaction): void {
    this.#rules = matchedRules;
    this.#intercepted = interruption !== undefined;
  }

  /** Bytes of bodies that it holds. */
  get kept(): number {
    return this.#requestBody.kept + this.#responseBody.kept;
  }

  /** Everything, once the answer is out. */
  recorded(nowMs: number): Recorded {
    return {
      id: this.#id,
      startedMs: this.#startedMs,
      endedMs: nowMs,
      client: this.#client,
      request: this.request,
      requestBody: this.#requestBody,
      status: this.#status,
      responseHeaders: this.#responseHeaders,
      responseBody: this.#responseBody,
      outcome: this.outcome,
      rules: this.#rules,
      intercepted: this.#intercepted,
    };
  }
}

/** Bodies that say nothing in a log. */
function isMedia(contentType: string): boolean {
  return /^\s*(?:image\/(?!svg)|video\/|audio\/|font\/|application\/(?:octet-stream|zip|gzip|pdf|wasm|vnd\.(?!.*(?:json|xml))))/i.test(
    contentType,
  );
}
