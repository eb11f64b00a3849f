import { EXPRESSION_KINDS, type ExpressionKind } from '@haechi/formats';
import Type, { type Static } from 'typebox';
import { PARSER_LIMITS } from '../../parsers/limits.ts';
import { Instant, TenantPath, TimeZone } from './common.ts';

const { conditionChars, expressionBytes, tryLines } = PARSER_LIMITS;

const Name = Type.String({
  pattern: '^[a-z0-9][a-z0-9._-]{0,63}$',
  description: 'unique in the tenant; events carry custom.NAME as event.dataset',
});
const Kind = Type.Unsafe<ExpressionKind>({ type: 'string', enum: [...EXPRESSION_KINDS] });
const Expression = Type.String({ minLength: 1, maxLength: expressionBytes });
const condition = (description: string) =>
  Type.Optional(Type.String({ minLength: 1, maxLength: conditionChars, description }));

/** Which logs a parser reads: every condition that is given must hold. */
const Match = Type.Object(
  {
    source: condition('where the record came in, or the source its sender names; * stands for anything'),
    sourcetype: condition("Splunk's sourcetype; * stands for anything"),
    service: condition('service.name beside the record; * stands for anything'),
    program: condition('program in the syslog header, or beside the record; * stands for anything'),
    contains: condition('text that the record contains'),
  },
  { additionalProperties: false, minProperties: 1 },
);

const DRAFT = {
  name: Name,
  kind: Kind,
  expression: Expression,
  match: Match,
  timeZone: Type.Optional(TimeZone),
  enabled: Type.Optional(Type.Boolean({ default: true })),
};

/** A parser as it is to be. */
export const ParserBody = Type.Object(DRAFT, { additionalProperties: false });
export type ParserBody = Static<typeof ParserBody>;

export const NewParser = Type.Object({ tenant: TenantPath, ...DRAFT }, { additionalProperties: false });
export type NewParser = Static<typeof NewParser>;

export const Parser = Type.Object({
  id: Type.String(),
  tenant: TenantPath,
  name: Name,
  kind: Kind,
  expression: Expression,
  match: Match,
  timeZone: Type.Optional(TimeZone),
  enabled: Type.Boolean(),
  problem: Type.Optional(
    Type.String({
      description: 'why it reads nothing: its expression is not taken any more; in the language asked for',
    }),
  ),
  author: Type.String(),
  created: Instant,
  updatedBy: Type.String(),
  updated: Instant,
});
export type Parser = Static<typeof Parser>;

export const Parsers = Type.Object({ rows: Type.Array(Parser) });
export type Parsers = Static<typeof Parsers>;

/** An expression and lines to read by it. */
export const ParserTrial = Type.Object(
  {
    kind: Kind,
    expression: Expression,
    timeZone: Type.Optional(TimeZone),
    lines: Type.Array(Type.String(), { maxItems: tryLines }),
  },
  { additionalProperties: false },
);
export type ParserTrial = Static<typeof ParserTrial>;

const TriedField = Type.Object({
  name: Type.String(),
  value: Type.Union([Type.String(), Type.Number()]),
  /** `ecs`: a field of ECS; `own`: a field beside it; `unmapped`: kept under unmapped, its value or name fits nowhere. */
  place: Type.Unsafe<'ecs' | 'own' | 'unmapped'>({ type: 'string', enum: ['ecs', 'own', 'unmapped'] }),
});

/** Per line the fields and the time of its event, or where it stopped to match. */
export const ParserTrialAnswer = Type.Object({
  lineChars: Type.Integer({ description: 'characters of the longest line that the expression reads' }),
  rows: Type.Array(
    Type.Object({
      matched: Type.Boolean(),
      fields: Type.Optional(Type.Array(TriedField)),
      time: Type.Optional(Instant),
      at: Type.Optional(Type.Integer({ description: 'UTF-16 units of the line that were as the expression says' })),
      awaited: Type.Optional(
        Type.String({ description: 'text or element that the expression has next; empty for the end of the line' }),
      ),
      matchedTo: Type.Optional(
        Type.Integer({ description: 'grok: UTF-16 units of the expression whose elements still matched' }),
      ),
    }),
  ),
});
export type ParserTrialAnswer = Static<typeof ParserTrialAnswer>;
