import { filteredCondition } from '../match/filters.ts';
import type { DetectionRule, FilterRule } from '../model.ts';
import { Aliases } from './aliases.ts';
import { conditionSql } from './condition-sql.ts';
import { lanes } from './logsource-sql.ts';
import { allOf, anyOf } from './sql.ts';

/**
 * A detection rule as a ClickHouse query over the table `events` (columns `native Map(String, String)`,
 * `logsource_product`, `logsource_category`, `logsource_service`): the same events as the matcher finds, but that the
 * wildcard `?` is one character where the matcher takes one UTF-16 unit. Run it inside a tenant's scope: it names no
 * tenant and no time.
 *
 * @param filters Sigma filters that may name the rule
 * @param columns what to select of the events found
 * @throws NotConvertible where the rule asks for what SQL cannot say (lookaround, back references)
 */
export function toClickHouse(
  rule: DetectionRule,
  filters: readonly FilterRule[] = [],
  columns: readonly string[] = ['time', 'id', 'source', 'raw'],
): string {
  const aliases = new Aliases();
  const condition = filteredCondition(rule, filters);
  const byMapping = Map.groupBy(lanes(rule.logsource, aliases), (lane) => lane.mapping);
  const found = [...byMapping].map(([mapping, ways]) => {
    const applies = aliases.name(`ifNull(${anyOf(ways.map((way) => way.condition))}, 0)`);
    return { applies, where: allOf([applies, conditionSql(condition, mapping, aliases)]) };
  });
  const statement = [
    `SELECT ${columns.join(', ')}`,
    'FROM events',
    `PREWHERE ${anyOf(found.map(({ applies }) => applies))}`,
    `WHERE ${anyOf(found.map(({ where }) => where))}`,
    'ORDER BY time',
  ].join('\n');
  const definitions = aliases.definitions(statement);
  return definitions.length === 0 ? statement : `WITH\n  ${definitions.join(',\n  ')}\n${statement}`;
}
