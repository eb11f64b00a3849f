import { HaechiError } from '@haechi/event';
import { ExpressionError } from '@haechi/formats';
import { type Lang, text } from '@haechi/locales';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { QuerySyntaxError } from '../store/query/syntax-error.ts';
import { acceptedLang } from './language.ts';
import type { ErrorBody } from './schemas/common.ts';

/**
 * The error catalogue: each code the API can answer with, and its HTTP status. The texts are `api.errors.CODE` in
 * `locales/`. A fault with a code outside of this table is the server's own and answered as `internal`.
 */
const ERROR_STATUS = {
  invalid_request: 400,
  invalid_json: 400,
  range_invalid: 400,
  bad_cursor: 400,
  bad_time_range: 400,
  query_syntax: 400,
  search_too_large: 422,
  parser_slow: 422,
  time_zone_unknown: 400,
  password_too_short: 400,
  password_too_common: 400,
  tenant_invalid: 400,
  pack_invalid: 400,
  intel_list_invalid: 400,
  grok_invalid: 400,
  dissect_invalid: 400,
  expression_too_long: 400,
  feed_credential_invalid: 400,
  feed_credential_needed: 400,
  inventory_invalid: 400,
  inventory_row_invalid: 400,
  policy_invalid: 400,
  exclusion_invalid: 400,
  upload_name_invalid: 400,
  block_entry_invalid: 400,
  waf_request_invalid: 400,
  not_authenticated: 401,
  login_failed: 401,
  csrf_failed: 403,
  session_required: 403,
  role_insufficient: 403,
  tenant_forbidden: 403,
  allowance_not_yours: 403,
  user_outside: 403,
  password_wrong: 403,
  setup_token_invalid: 403,
  not_found: 404,
  tenant_parent_missing: 404,
  setup_done: 409,
  inventory_full: 409,
  tenant_exists: 409,
  username_taken: 409,
  waf_site_exists: 409,
  parser_exists: 409,
  parsers_full: 409,
  intel_list_of_feed: 409,
  intel_name_taken: 409,
  feeds_full: 409,
  feed_paused: 409,
  waf_policy_full: 409,
  last_administrator: 409,
  upload_offset_wrong: 409,
  tus_version: 412,
  body_too_large: 413,
  upload_too_large: 413,
  upload_part_too_large: 413,
  unsupported_media_type: 415,
  feed_unreachable: 422,
  feed_tls: 422,
  feed_address_refused: 422,
  feed_denied: 422,
  feed_not_found: 422,
  feed_not_taxii: 422,
  feed_redirected: 422,
  feed_throttled: 422,
  feed_too_large: 422,
  feed_too_slow: 422,
  login_throttled: 429,
  too_many_requests: 429,
  too_many_streams: 429,
  too_many_uploads: 429,
  internal: 500,
  search_timeout: 503,
  state_unreachable: 503,
  events_unreachable: 503,
  not_ready: 503,
  upload_no_room: 507,
} as const;
/** What passes by itself: the caller is told to come again. */
const PASSING: ReadonlySet<string> = new Set<ErrorCode>(['state_unreachable', 'events_unreachable', 'not_ready']);
/** Seconds after which a caller may come again, as at the doors of the intake. */
const RETRY_AFTER_SECONDS = 5;

export type ErrorCode = keyof typeof ERROR_STATUS;

/** Fastify's own faults that a caller can cause, under our codes. */
const FASTIFY_CODES: Readonly<Record<string, ErrorCode>> = {
  FST_ERR_VALIDATION: 'invalid_request',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'invalid_json',
  FST_ERR_CTP_INVALID_JSON_BODY: 'invalid_json',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'invalid_request',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported_media_type',
  FST_ERR_CTP_BODY_TOO_LARGE: 'body_too_large',
  FST_INVALID_MULTIPART_CONTENT_TYPE: 'unsupported_media_type',
  FST_REQ_FILE_TOO_LARGE: 'body_too_large',
  FST_FILES_LIMIT: 'body_too_large',
  FST_PARTS_LIMIT: 'body_too_large',
};

/** A fault from the catalogue. */
export function fault(code: ErrorCode, where = ''): HaechiError {
  return new HaechiError(code, { what: text('en', `api.errors.${code}.message`), where });
}

/** The catalogue's code for whatever a handler threw. */
function codeOf(error: unknown): { code: ErrorCode; where: string } {
  if (error instanceof HaechiError) {
    return Object.hasOwn(ERROR_STATUS, error.code)
      ? { code: error.code as ErrorCode, where: error.where }
      : { code: 'internal', where: '' };
  }
  const fastify = error as Partial<FastifyError> | undefined;
  const known = FASTIFY_CODES[fastify?.code ?? ''];
  if (known !== undefined) return { code: known, where: placeOf(fastify) };
  if (fastify?.statusCode === 429) return { code: 'too_many_requests', where: '' };
  if (fastify?.statusCode !== undefined && fastify.statusCode >= 400 && fastify.statusCode < 500)
    return { code: 'invalid_request', where: '' };
  return { code: 'internal', where: '' };
}

/** `body/limit must be <= 1000`: the place and the rule, never the value. */
function placeOf(error: Partial<FastifyError> | undefined): string {
  const first = error?.validation?.[0];
  return first === undefined ? '' : `${error?.validationContext ?? ''}${first.instancePath} ${first.message ?? ''}`;
}

/** What is wrong with a query or an expression is said by its language itself. */
function messageOf(error: unknown, code: ErrorCode, lang: Lang): string {
  if (error instanceof QuerySyntaxError) return text(lang, `search.syntax.${error.reason}`, error.values);
  if (error instanceof ExpressionError) return text(lang, `api.expression.${error.reason}`, error.values);
  return text(lang, `api.errors.${code}.message`);
}

/** What a fault says to a person: why something that is stored cannot be used. */
export function faultText(error: unknown, lang: Lang): string {
  return messageOf(error, codeOf(error).code, lang);
}

function errorBody(error: unknown, lang: Lang, requestId: string): ErrorBody {
  const { code, where } = codeOf(error);
  const message = messageOf(error, code, lang);
  const remedy =
    error instanceof QuerySyntaxError ? text(lang, 'search.remedy') : text(lang, `api.errors.${code}.remedy`);
  return { error: { code, message, ...(where === '' ? {} : { where }), remedy, requestId } };
}

/** Answers any fault in the API's error shape; what is our own fault is logged with the request's id. */
export function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const { code } = codeOf(error);
  const status = ERROR_STATUS[code];
  if (PASSING.has(code)) reply.header('retry-after', RETRY_AFTER_SECONDS);
  if (status >= 500) request.log.error({ err: error }, 'request failed');
  void reply
    .code(status)
    .type('application/json; charset=utf-8')
    .serializer((body: unknown) => JSON.stringify(body))
    .send(errorBody(error, acceptedLang(request.headers['accept-language']), request.id));
}
