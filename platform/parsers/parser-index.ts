import { type CustomDecoder, customDecoder } from '@haechi/formats';
import type { IntakeBatch } from '../store/ports.ts';
import { BatchParsers } from './batch-parsers.ts';
import { type Condition, wholeValue } from './condition.ts';
import type { TenantParser } from './parser.ts';

/** A parser that is ready to read. */
export interface ReadyParser {
  readonly decoder: CustomDecoder;
  readonly source: Condition | undefined;
  readonly sourcetype: Condition | undefined;
  readonly service: Condition | undefined;
  readonly program: Condition | undefined;
  readonly contains: string | undefined;
}

/** Every tenant's parsers, compiled. */
export interface ParserIndex {
  /** What reads the records of a batch first; `undefined` where its tenant has no parser, so that it pays nothing. */
  of(batch: IntakeBatch): BatchParsers | undefined;
}

/** Compiles parsers; one that does not compile (its rules have become stricter) is left out. `undefined` for none. */
export function parserIndex(parsers: readonly TenantParser[]): ParserIndex | undefined {
  // Nearest tenant first (docs/adr/0008), then by name.
  const ordered = [...parsers].sort(
    (one, other) => other.tenant.length - one.tenant.length || (one.name < other.name ? -1 : 1),
  );
  const ready = ordered.flatMap((parser) => {
    const compiled = compile(parser);
    return compiled === undefined ? [] : [{ tenant: parser.tenant, compiled }];
  });
  if (ready.length === 0) return undefined;
  const byTenant = new Map<string, readonly ReadyParser[]>();
  return {
    of(batch) {
      const { tenant } = batch;
      let own = byTenant.get(tenant);
      if (own === undefined) {
        own = ready.filter((each) => tenant.startsWith(each.tenant)).map(({ compiled }) => compiled);
        byTenant.set(tenant, own);
      }
      return own.length === 0 ? undefined : new BatchParsers(batch, own);
    },
  };
}

function compile(parser: TenantParser): ReadyParser | undefined {
  const { source, sourcetype, service, program, contains } = parser.match;
  const condition = (pattern: string | undefined) => (pattern === undefined ? undefined : wholeValue(pattern));
  try {
    return {
      decoder: customDecoder(parser),
      source: condition(source),
      sourcetype: condition(sourcetype),
      service: condition(service),
      program: condition(program),
      contains,
    };
  } catch {
    return undefined;
  }
}
