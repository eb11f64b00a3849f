import {
  ARGUMENTS,
  COLLECTION_TIMEOUT_SECONDS,
  JSON_DEPTH,
  REQUEST_BODY_BYTES,
  REQUEST_BODY_NO_FILES_BYTES,
  RESPONSE_BODY_BYTES,
} from '../limits.ts';

export type EngineMode = 'On' | 'DetectionOnly' | 'Off';
export type AuditMode = 'On' | 'RelevantOnly' | 'Off';
/** What happens to a body past its limit: the transaction is refused, or the part within is inspected. */
export type LimitAction = 'Reject' | 'ProcessPartial';

/** The Sec* settings of a rule set. Body sizes are in bytes. */
export interface EngineSettings {
  ruleEngine: EngineMode;
  requestBodyAccess: boolean;
  requestBodyLimit: number;
  requestBodyNoFilesLimit: number;
  requestBodyLimitAction: LimitAction;
  requestBodyJsonDepthLimit: number;
  argumentsLimit: number;
  argumentSeparator: string;
  responseBodyAccess: boolean;
  responseBodyLimit: number;
  responseBodyLimitAction: LimitAction;
  /** Media types of inspected responses, lower case; `(null)` for responses without Content-Type. */
  responseBodyMimeTypes: readonly string[];
  auditEngine: AuditMode;
  /** PCRE pattern of status codes that are audited under RelevantOnly. */
  auditRelevantStatus: string | undefined;
  auditLogParts: string;
  collectionTimeoutSeconds: number;
  webAppId: string;
  componentSignatures: readonly string[];
}

/** ModSecurity's recommended configuration: everything is inspected, everything that matched is logged. */
export const DEFAULT_SETTINGS: Readonly<EngineSettings> = {
  ruleEngine: 'On',
  requestBodyAccess: true,
  requestBodyLimit: REQUEST_BODY_BYTES,
  requestBodyNoFilesLimit: REQUEST_BODY_NO_FILES_BYTES,
  requestBodyLimitAction: 'Reject',
  requestBodyJsonDepthLimit: JSON_DEPTH,
  argumentsLimit: ARGUMENTS,
  argumentSeparator: '&',
  responseBodyAccess: true,
  responseBodyLimit: RESPONSE_BODY_BYTES,
  responseBodyLimitAction: 'ProcessPartial',
  responseBodyMimeTypes: ['text/plain', 'text/html', 'text/xml'],
  auditEngine: 'RelevantOnly',
  auditRelevantStatus: undefined,
  auditLogParts: 'ABIJDEFHZ',
  collectionTimeoutSeconds: COLLECTION_TIMEOUT_SECONDS,
  webAppId: 'default',
  componentSignatures: [],
};
