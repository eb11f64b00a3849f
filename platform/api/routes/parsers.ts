import { HaechiError } from '@haechi/event';
import { compileExpression } from '@haechi/formats';
import type { Lang } from '@haechi/locales';
import type { FastifyRequest } from 'fastify';
import { PARSER_LIMITS } from '../../parsers/limits.ts';
import type { ParserDraft } from '../../parsers/parser.ts';
import { problemOf } from '../../parsers/problem.ts';
import { tryLines } from '../../parsers/try-lines.ts';
import type { StoredParser } from '../../store/state/index.ts';
import { scopeOf } from '../../tenancy/scope.ts';
import { fault, faultText } from '../errors.ts';
import { acceptedLang } from '../language.ts';
import { answers, NO_CONTENT, principalIn, type Routes, scopeIn } from '../route.ts';
import { IdParams, TenantQuery } from '../schemas/common.ts';
import { NewParser, Parser, ParserBody, Parsers, ParserTrial, ParserTrialAnswer } from '../schemas/parsers.ts';
import { requireTimeZone } from '../time.ts';

const tags = ['parsers'];
/** JSON may write a character as six. */
const TRIAL_BODY_LIMIT = 6 * (PARSER_LIMITS.tryChars + PARSER_LIMITS.expressionBytes) + 65_536;

/** How a tenant's own logs are read. */
export const parserRoutes: Routes = (api, { state, parsersChanged, now }) => {
  api.get(
    '/api/v1/parsers',
    {
      schema: {
        summary: 'Parsers of the subtree, with what is inherited',
        tags,
        querystring: TenantQuery,
        response: answers(Parsers),
      },
    },
    async (request) => {
      const lang = langOfRequest(request);
      return { rows: (await state.parsers.list(scopeIn(request))).map((parser) => shown(parser, lang)) };
    },
  );

  api.post(
    '/api/v1/parsers',
    {
      schema: {
        summary: 'Adds a parser; it reads lines from the next ones on, before their format is detected',
        tags,
        querystring: TenantQuery,
        body: NewParser,
        response: answers(Parser),
      },
    },
    async (request) => {
      const { tenant, ...body } = request.body;
      const scope = scopeOf(scopeIn(request).path, tenant);
      request.auditNote = { target: body.name, tenant, detail: body };
      const added = await state.parsers.add(scope, checked(body), principalIn(request).actor);
      if (added === 'name_taken') throw fault('parser_exists');
      if (added === 'full') throw fault('parsers_full');
      await parsersChanged();
      return shown(added, langOfRequest(request));
    },
  );

  api.post(
    '/api/v1/parsers/try',
    {
      bodyLimit: TRIAL_BODY_LIMIT,
      schema: {
        summary: 'Reads pasted lines by an expression; nothing is stored',
        tags,
        querystring: TenantQuery,
        body: ParserTrial,
        response: answers(ParserTrialAnswer),
      },
    },
    async (request) => {
      const { lines, timeZone, ...format } = request.body;
      if (lines.reduce((sum, line) => sum + line.length, 0) > PARSER_LIMITS.tryChars) throw fault('body_too_large');
      if (timeZone !== undefined) requireTimeZone(timeZone);
      const trial = await tryLines({ ...format, ...(timeZone === undefined ? {} : { timeZone }) }, lines, now());
      if (trial === undefined) throw fault('parser_slow');
      return {
        lineChars: trial.lineChars,
        rows: trial.rows.map((row) => (row.matched ? { ...row, fields: [...row.fields] } : row)),
      };
    },
  );

  api.get(
    '/api/v1/parsers/:id',
    {
      schema: {
        summary: 'One parser',
        tags,
        params: IdParams,
        querystring: TenantQuery,
        response: answers(Parser),
      },
    },
    async (request) =>
      shown(found(await state.parsers.find(scopeIn(request), request.params.id)), langOfRequest(request)),
  );

  api.put(
    '/api/v1/parsers/:id',
    {
      schema: {
        summary: 'Replaces a parser of the subtree; lines are read by it from the next ones on',
        tags,
        params: IdParams,
        querystring: TenantQuery,
        body: ParserBody,
        response: answers(Parser),
      },
    },
    async (request) => {
      const { id } = request.params;
      request.auditNote.detail = request.body;
      const draft = checked(request.body);
      const replaced = await state.parsers.replace(scopeIn(request), id, draft, principalIn(request).actor);
      if (replaced === 'name_taken') throw fault('parser_exists');
      const parser = found(replaced);
      request.auditNote = { target: parser.name, tenant: parser.tenant, detail: request.body };
      await parsersChanged();
      return shown(parser, langOfRequest(request));
    },
  );

  api.delete(
    '/api/v1/parsers/:id',
    {
      schema: {
        summary: 'Removes a parser of the subtree; what it has read stays as it is',
        tags,
        params: IdParams,
        querystring: TenantQuery,
        response: NO_CONTENT,
      },
    },
    async (request, reply) => {
      const name = await state.parsers.remove(scopeIn(request), request.params.id);
      if (name === undefined) throw fault('not_found');
      request.auditNote.target = name;
      await parsersChanged();
      return reply.code(204).send(null);
    },
  );
};

/** @throws ExpressionError `grok_invalid`, `dissect_invalid`; HaechiError `time_zone_unknown`, `expression_too_long` */
function checked({ timeZone, enabled, ...body }: ParserBody): ParserDraft {
  if (Buffer.byteLength(body.expression) > PARSER_LIMITS.expressionBytes) throw fault('expression_too_long');
  compileExpression(body.kind, body.expression);
  if (timeZone !== undefined) requireTimeZone(timeZone);
  return { ...body, enabled: enabled ?? true, ...(timeZone === undefined ? {} : { timeZone }) };
}

function found(parser: StoredParser | undefined): StoredParser {
  if (parser === undefined) throw fault('not_found');
  return parser;
}

function shown({ timeZone, match, ...parser }: StoredParser, lang: Lang): Parser {
  const zone = timeZone === null ? {} : { timeZone };
  const problem = problemOf({ ...parser, ...zone });
  return {
    ...parser,
    match: { ...match },
    ...zone,
    // What is no expression's own fault is a time zone that this system does not know.
    ...(problem === undefined
      ? {}
      : { problem: faultText(problem instanceof HaechiError ? problem : fault('time_zone_unknown'), lang) }),
  };
}

function langOfRequest({ headers }: FastifyRequest): Lang {
  return acceptedLang(headers['accept-language']);
}
