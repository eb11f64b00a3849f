import { setImmediate as turn } from 'node:timers/promises';
import type { TenantParser } from '@haechi/platform/parsers/parser.ts';
import { problemOf } from '@haechi/platform/parsers/problem.ts';
import type { Logger } from 'pino';

/**
 * Says of each parser that does not compile any more, once, that it reads nothing; the console's list says why. Others are
 * let through between two parsers: an installation may have thousands.
 */
export function brokenParserLog(log: Pick<Logger, 'warn'>): (parsers: readonly TenantParser[]) => Promise<void> {
  let told: ReadonlySet<string> = new Set();
  const tell = async (parsers: readonly TenantParser[]): Promise<void> => {
    const broken = new Set<string>();
    for (const parser of parsers) {
      const problem = problemOf(parser);
      await turn();
      if (problem === undefined) continue;
      const { tenant, name, kind, expression } = parser;
      const key = JSON.stringify([tenant, name, kind, expression]);
      broken.add(key);
      if (!told.has(key))
        log.warn({ tenant, parser: name, reason: String(problem) }, 'a parser does not compile and reads nothing');
    }
    told = broken;
  };
  let telling = Promise.resolve();
  return (parsers) => (telling = telling.then(() => tell(parsers)));
}
