import type { Logsource } from '@haechi/event';
import type { FieldMapping } from '../fields/mapping.ts';
import { LINUX_SYSMON_CATEGORIES, REGISTRY_OPERATIONS, WINDOWS_CATEGORIES } from '../logsource/categories.ts';
import { WINDOWS_SERVICES } from '../logsource/channels.ts';
import type { Aliases } from './aliases.ts';
import { rawValue, textsOf } from './field-sql.ts';
import { allOf, anyOf, quote } from './sql.ts';

/** One way in which an event belongs to a log source, and how its fields are then found. */
export interface Lane {
  readonly condition: string;
  readonly mapping: FieldMapping;
}

const LINUX_SYSMON = 'linux-sysmon/operational';
const KERNEL_FILE = 'microsoft-windows-kernel-file';

/** The lanes of a rule's log source: what `Classifier` and `ruleMapping` decide, as conditions on stored events. */
export function lanes({ product, category, service }: Logsource, aliases: Aliases): Lane[] {
  const of = headerOf(aliases);
  const common = [
    ...(product === undefined ? [] : [productSql(product, of)]),
    ...(service === undefined ? [] : [serviceSql(service, of)]),
  ];
  if (category === undefined) return [{ condition: allOf(common), mapping: 'none' }];
  return categoryLanes(category, of).map(({ condition, mapping }) => ({
    condition: allOf([...common, condition]),
    mapping,
  }));
}

/** Names of what the header of an event says. */
interface Header {
  readonly channel: string;
  readonly eventId: string;
  readonly linuxSysmon: string;
  readonly kernelFile: string;
  /** A record whose header makes it a Windows event. */
  readonly windows: string;
  readonly operation: string;
}

function headerOf(aliases: Aliases): Header {
  const first = (name: string): string =>
    `${textsOf(aliases.name(rawValue({ kind: 'field', names: [name] }, false)))}[1]`;
  // Text of the channel in lower case; empty where there is none.
  const channel = aliases.name(
    `lower(if(native['System_Channel'] != '', native['System_Channel'], native['Channel']))`,
  );
  const linuxSysmon = `${channel} = ${quote(LINUX_SYSMON)}`;
  const kernelFile = allOf([`${channel} = ''`, `lower(${first('Provider_Name')}) = ${quote(KERNEL_FILE)}`]);
  return {
    channel,
    linuxSysmon,
    kernelFile,
    eventId: aliases.name(`toInt64OrNull(${first('EventID')})`),
    windows: aliases.name(
      allOf([`NOT (${linuxSysmon})`, `logsource_product IN ('', 'windows')`, anyOf([`${channel} != ''`, kernelFile])]),
    ),
    operation: first('OperationType'),
  };
}

function productSql(product: string, of: Header): string {
  const given = `logsource_product = ${quote(product)}`;
  if (product === 'windows') return anyOf([given, allOf([`logsource_product = ''`, of.windows])]);
  if (product === 'linux') return anyOf([given, allOf([`logsource_product = ''`, of.linuxSysmon])]);
  return given;
}

function serviceSql(service: string, of: Header): string {
  const given = `logsource_service = ${quote(service)}`;
  const channels = Object.hasOwn(WINDOWS_SERVICES, service) ? WINDOWS_SERVICES[service]! : [];
  const here = channels.map((channel) => quote(channel.toLowerCase())).join(', ');
  return anyOf([
    given,
    ...(channels.length === 0 ? [] : [allOf([of.windows, `${of.channel} IN (${here})`])]),
    ...(service === 'sysmon' ? [of.linuxSysmon] : []),
  ]);
}

function categoryLanes(category: string, of: Header): Lane[] {
  const found = WINDOWS_CATEGORIES.filter((each) => each.category === category && each.optional === undefined).map(
    ({ service, eventIds, mapping = 'none' }): Lane => {
      const source = service === 'kernel-file' ? of.kernelFile : serviceSql(service, of);
      const condition = [of.windows, source, `${of.eventId} IN (${eventIds.join(', ')})`];
      if (mapping === 'security_4657') condition.push(operationSql(category, of));
      return { condition: allOf(condition), mapping };
    },
  );
  const linuxIds = [...LINUX_SYSMON_CATEGORIES].flatMap(([id, name]) => (name === category ? [id] : []));
  if (linuxIds.length > 0)
    found.push({ condition: allOf([of.linuxSysmon, `${of.eventId} IN (${linuxIds.join(', ')})`]), mapping: 'none' });
  // What the decoder says stands where the header says nothing of this category.
  const byHeader = anyOf(found.map(({ condition }) => condition));
  const given = [`logsource_category = ${quote(category)}`, `NOT ifNull(${byHeader}, 0)`];
  return [...found, { condition: allOf(given), mapping: 'none' }];
}

function operationSql(category: string, of: Header): string {
  const operations = (REGISTRY_OPERATIONS[category] ?? []).map(quote).join(', ');
  return operations === '' ? '0' : `${of.operation} IN (${operations})`;
}
