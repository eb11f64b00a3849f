import { parseCookies } from '../body/cookies.ts';
import { parseUrlencoded } from '../body/urlencoded.ts';
import type { CollectionStore } from '../collections/store.ts';
import type { CompiledRules } from '../compile/compiled.ts';
import { headerOf } from '../variables/headerOf.ts';
import { type AuditRecord, auditRecord } from './audit.ts';
import { BodyBuffer } from './body-buffer.ts';
import { Entry } from './entry.ts';
import type { HeaderMemory } from './header-memory.ts';
import { newFacts } from './new-facts.ts';
import type { Interruption, MatchedRule } from './outcome.ts';
import { runPhase } from './phase.ts';
import { processorFor, readRequestBody } from './request-body.ts';
import { hostOf, splitTarget } from './request-target.ts';
import { Resolver } from './resolver.ts';
import { TransactionState } from './state.ts';

/** What a transaction needs from its host. */
export interface TransactionDeps {
  /** Identifier of the transaction, UNIQUE_ID. */
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly nowMs: () => number;
  readonly collections: CollectionStore;
  readonly headers: HeaderMemory;
}

export interface Connection {
  readonly clientAddress: string;
  readonly clientPort: number;
  readonly serverAddress: string;
  readonly serverPort: number;
}

/** The request line. Strings of bytes, as sent. */
export interface RequestLine {
  readonly method: string;
  readonly uri: string;
  /** As in the request line, for example `HTTP/1.1`. */
  readonly protocol: string;
}

const TOO_LARGE = 413;
const BAD_GATEWAY = 502;

/**
 * One request with its response, inspected phase by phase. Call the methods in the order of the protocol: connection,
 * line, headers, body, then the response's, and `processLogging` last, also after an interruption. Strings hold one byte
 * a character (latin1); nothing is read or written by the transaction itself.
 */
export class Transaction {
  readonly #state: TransactionState;
  readonly #resolver: Resolver;
  readonly #headers: HeaderMemory;
  readonly #requestBody = new BodyBuffer();
  readonly #responseBody = new BodyBuffer();
  #phase = 0;

  constructor(rules: CompiledRules, deps: TransactionDeps) {
    const { settings } = rules;
    this.#headers = deps.headers;
    const facts = newFacts(deps.id, deps.nowMs, settings.webAppId);
    const { collectionTimeoutSeconds: timeoutSeconds } = settings;
    this.#state = new TransactionState(rules, facts, (collection, key) =>
      deps.collections.open(collection, key, { timeoutSeconds, nowMs: deps.nowMs }),
    );
    this.#resolver = new Resolver(facts, rules);
  }

  get id(): string {
    return this.#state.facts.uniqueId;
  }

  /** How the transaction was ended, once a rule or limit has done so. */
  get interruption(): Interruption | undefined {
    return this.#state.interruption;
  }

  /** Rules that matched and are logged, in order. */
  get matchedRules(): readonly MatchedRule[] {
    return this.#state.matchedRules;
  }

  /** Whether the request body is wanted: ask after `processRequestHeaders`. */
  get inspectsRequestBody(): boolean {
    return this.#state.engine !== 'Off' && this.#state.requestBodyAccess;
  }

  /** Whether the response body is wanted: ask after `processResponseHeaders`. */
  get inspectsResponseBody(): boolean {
    const { engine, responseBodyAccess, facts, rules } = this.#state;
    if (engine === 'Off' || !responseBodyAccess) return false;
    const type = /^\s*([^\s;,]*)/.exec(headerOf(facts.responseHeaders, 'content-type') ?? '(null)')![1]!;
    return rules.settings.responseBodyMimeTypes.includes(type.toLowerCase());
  }

  processConnection(connection: Connection): void {
    Object.assign(this.#state.facts, connection);
  }

  processUri({ method, uri, protocol }: RequestLine): void {
    const { facts, rules } = this.#state;
    const target = splitTarget(uri);
    facts.method = method;
    facts.rawUri = uri;
    facts.protocol = protocol;
    facts.uri = target.uri;
    facts.path = target.path;
    facts.query = target.query;
    facts.serverName = target.host;
    const { argumentSeparator, argumentsLimit } = rules.settings;
    const query = parseUrlencoded(target.query, argumentSeparator, argumentsLimit);
    facts.queryArguments = query.entries;
    facts.urlencodedError = query.malformed;
    facts.tooManyArguments = query.truncated;
  }

  /** An argument that the host took from the path (ARGS_PATH). */
  addPathArgument(name: string, value: string): void {
    const { facts } = this.#state;
    facts.pathArguments = [...facts.pathArguments, new Entry(name, value)];
  }

  addRequestHeader(name: string, value: string): void {
    this.#state.facts.requestHeaders.push(this.#headers.entry(name, value));
  }

  /** Phase 1. */
  processRequestHeaders(): Interruption | undefined {
    if (!this.#enter(1)) return this.interruption;
    const { facts, rules } = this.#state;
    if (facts.serverName === '') facts.serverName = hostOf(headerOf(facts.requestHeaders, 'host') ?? '');
    facts.bodyProcessor = processorFor(headerOf(facts.requestHeaders, 'content-type') ?? '');
    for (const header of facts.requestHeaders)
      if (header.foldedKey === 'cookie')
        facts.cookies.push(...parseCookies(header.text.value, rules.settings.argumentsLimit));
    runPhase(this.#state, this.#resolver, 1);
    return this.interruption;
  }

  /** A piece of the request body, transfer encoding removed. */
  writeRequestBody(chunk: Uint8Array): Interruption | undefined {
    if (!this.inspectsRequestBody || this.interruption !== undefined) return this.interruption;
    const refuse = this.#requestBody.write(
      chunk,
      this.#state.requestBodyLimit,
      this.#state.rules.settings.requestBodyLimitAction,
    );
    if (this.#requestBody.exceeded) this.#state.facts.inboundDataError = true;
    return refuse ? this.#refuse(TOO_LARGE) : undefined;
  }

  /** Phase 2: reads the body with its processor and runs the rules. Call it for requests without body, too. */
  processRequestBody(): Interruption | undefined {
    if (!this.#enter(2) || this.interruption !== undefined) return this.interruption;
    const state = this.#state;
    if (this.inspectsRequestBody) {
      const body = this.#requestBody.bytes();
      if (body.length > 0) readRequestBody(state, body);
      const withoutFiles = state.facts.files.reduce((bytes, file) => bytes - file.content.length, body.length);
      const { requestBodyNoFilesLimit, requestBodyLimitAction } = state.rules.settings;
      if (withoutFiles > requestBodyNoFilesLimit) {
        state.facts.inboundDataError = true;
        if (requestBodyLimitAction === 'Reject' && this.#refuse(TOO_LARGE) !== undefined) return this.interruption;
      }
    }
    runPhase(state, this.#resolver, 2);
    return this.interruption;
  }

  addResponseHeader(name: string, value: string): void {
    this.#state.facts.responseHeaders.push(new Entry(name, value));
  }

  /** Phase 3. */
  processResponseHeaders(statusCode: number, protocol: string): Interruption | undefined {
    if (!this.#enter(3)) return this.interruption;
    this.#state.facts.statusCode = statusCode;
    this.#state.facts.responseProtocol = protocol;
    runPhase(this.#state, this.#resolver, 3);
    return this.interruption;
  }

  /** A piece of the response body, content encoding removed where the host can. */
  writeResponseBody(chunk: Uint8Array): Interruption | undefined {
    if (!this.inspectsResponseBody || this.interruption !== undefined) return this.interruption;
    const refuse = this.#responseBody.write(
      chunk,
      this.#state.responseBodyLimit,
      this.#state.rules.settings.responseBodyLimitAction,
    );
    if (this.#responseBody.exceeded) this.#state.facts.outboundDataError = true;
    return refuse ? this.#refuse(BAD_GATEWAY) : undefined;
  }

  /** Phase 4. */
  processResponseBody(): Interruption | undefined {
    if (!this.#enter(4) || this.interruption !== undefined) return this.interruption;
    if (this.inspectsResponseBody) {
      const body = this.#responseBody.bytes();
      this.#state.facts.responseBodyBytes = body.length;
      this.#state.facts.responseBody = body.toString('latin1');
    }
    runPhase(this.#state, this.#resolver, 4);
    return this.interruption;
  }

  /** Phase 5: always, as the last call. */
  processLogging(): void {
    if (this.#enter(5)) runPhase(this.#state, this.#resolver, 5);
  }

  /** The transaction's line for the audit log, or `undefined` where SecAuditEngine leaves it out. */
  auditRecord(): AuditRecord | undefined {
    return auditRecord(this.#state, () => this.#requestBody.bytes());
  }

  /** Each phase runs once, and none after a later one. */
  #enter(phase: number): boolean {
    if (phase <= this.#phase) return false;
    this.#phase = phase;
    return true;
  }

  /** A body past its limit ends the transaction; in detection mode the part within is inspected instead. */
  #refuse(status: number): Interruption | undefined {
    if (this.#state.engine === 'On') this.#state.interruption ??= { action: 'deny', status, ruleId: 0 };
    return this.interruption;
  }
}
