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

/** Every tenant's parsers. */
export interface ParserIndex {
  /** What reads the records of a batch first; `undefined` where its tenant has no parser, so that it pays nothing. */
  of(batch: IntakeBatch): BatchParsers | undefined;
}

/**
 * Takes up parsers; `undefined` for none. They are compiled when the first batch of a tenant needs them: a change of one
 * tenant's must not cost the compilation of all. One that does not compile (the rules have become stricter) is left out.
 */
export function parserIndex(parsers: readonly TenantParser[]): ParserIndex | undefined {
  if (parsers.length === 0) return undefined;
  const byOwner = Map.groupBy(parsers, ({ tenant }) => tenant);
  const compiled = new Map<string, readonly ReadyParser[]>();
  const ownOf = (owner: string): readonly ReadyParser[] => {
    let own = compiled.get(owner);
    if (own === undefined) compiled.set(owner, (own = compileAll(byOwner.get(owner) ?? [])));
    return own;
  };
  const byTenant = new Map<string, readonly ReadyParser[]>();
  return {
    of(batch) {
      let all = byTenant.get(batch.tenant);
      if (all === undefined) byTenant.set(batch.tenant, (all = withAncestors(batch.tenant).flatMap(ownOf)));
      return all.length === 0 ? undefined : new BatchParsers(batch, all);
    },
  };
}

/** The path itself and those above it, nearest first (docs/adr/0008). */
function withAncestors(tenant: string): string[] {
  const paths: string[] = [];
  for (let end = tenant.length; end > 1; end = tenant.lastIndexOf('/', end - 2) + 1) paths.push(tenant.slice(0, end));
  return paths;
}

function compileAll(parsers: readonly TenantParser[]): ReadyParser[] {
  return [...parsers].sort((one, other) => (one.name < other.name ? -1 : 1)).flatMap((parser) => compile(parser) ?? []);
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
