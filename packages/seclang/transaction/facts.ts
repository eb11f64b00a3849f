import type { MultipartFlags } from '../body/multipart.ts';
import type { XmlElement } from '../body/xml.ts';
import type { Entry } from './entry.ts';

/** An uploaded file of a multipart body. */
interface UploadedFile {
  readonly field: string;
  readonly filename: string;
  readonly content: string;
}

/** One variable that matched in the current rule or chain. */
export interface MatchedVariable {
  /** Full name, for example `ARGS:id`. */
  readonly name: string;
  readonly value: string;
}

/** A collection that outlives the transaction, opened by `initcol`, `setsid`, `setuid` or `setrsc`. */
export interface PersistentRecord {
  readonly key: string;
  readonly entries: () => readonly Entry[];
  readonly get: (foldedName: string) => string | undefined;
  readonly set: (name: string, value: string) => void;
  readonly remove: (foldedName: string) => void;
  /** The variable is gone after this many seconds. */
  readonly expire: (foldedName: string, seconds: number) => void;
}

/** Names of the persistent collections. */
export type CollectionName = 'ip' | 'session' | 'user' | 'global' | 'resource';

/**
 * What is known of a transaction so far: the source that variables read. Strings hold one byte a character.
 * The engine fills it phase by phase; variables never change it.
 */
export interface Facts {
  readonly uniqueId: string;
  /** Milliseconds since the epoch at the start of the transaction, and now. */
  readonly startedMs: number;
  readonly nowMs: () => number;

  clientAddress: string;
  clientPort: number;
  serverAddress: string;
  serverPort: number;
  serverName: string;

  method: string;
  /** The target as it stands in the request line. */
  rawUri: string;
  /** `HTTP/1.1`. */
  protocol: string;
  /** The target without scheme and authority. */
  uri: string;
  /** Path of the target, not decoded. */
  path: string;
  query: string;

  requestHeaders: Entry[];
  cookies: Entry[];
  queryArguments: readonly Entry[];
  bodyArguments: readonly Entry[];
  pathArguments: readonly Entry[];
  tooManyArguments: boolean;
  urlencodedError: boolean;

  /** Name of the body processor: empty, URLENCODED, MULTIPART, JSON or XML. */
  bodyProcessor: string;
  bodyError: string;
  bodyProcessorError: string;
  /** The body as text, where REQUEST_BODY is to hold it. */
  requestBody: string;
  requestBodyBytes: number;
  inboundDataError: boolean;
  multipart: MultipartFlags | undefined;
  multipartError: boolean;
  files: readonly UploadedFile[];
  partHeaders: readonly Entry[];
  xml: XmlElement | undefined;

  statusCode: number;
  responseProtocol: string;
  responseHeaders: Entry[];
  responseBody: string;
  responseBodyBytes: number;
  outboundDataError: boolean;

  /** TX, by name in lower case. */
  readonly tx: Map<string, Entry>;
  readonly environment: Map<string, Entry>;
  readonly persistent: Map<CollectionName, PersistentRecord>;
  sessionId: string;
  userId: string;
  resourceId: string;
  webAppId: string;

  matched: MatchedVariable | undefined;
  matchedVariables: MatchedVariable[];
  /** Lowest severity number of the rules matched so far; 255 for none. */
  highestSeverity: number;
  /** Metadata of the rule under evaluation. */
  rule: RuleFacts | undefined;
}

/** The RULE collection. */
export interface RuleFacts {
  readonly id: string;
  readonly rev: string;
  readonly severity: string;
  readonly msg: string;
  readonly logdata: string;
}
