import type { Logsource } from '@haechi/event';
import type { FieldMapping } from '../fields/mapping.ts';
import { type FieldReader, fieldReader, headerChannel } from '../fields/reader.ts';
import type { EventSource } from '../fields/source.ts';
import { type CategoryOrigin, LINUX_SYSMON_CATEGORIES, REGISTRY_OPERATIONS, WINDOWS_CATEGORIES } from './categories.ts';
import { WINDOWS_SERVICES } from './channels.ts';

/** What an event is in Sigma's terms; a rule applies where each part of its logsource is among these. */
export interface EventClass {
  /** Equal keys have equal rules. */
  readonly key: string;
  readonly product: string | undefined;
  readonly services: ReadonlySet<string>;
  /** Category → how its fields are found in this event. */
  readonly categories: ReadonlyMap<string, FieldMapping>;
  /** Text of `EventID` where the event has exactly one. */
  readonly eventId: string | undefined;
}

/** Channel in lower case → services. */
const SERVICES_BY_CHANNEL = new Map<string, Set<string>>();
for (const [service, channels] of Object.entries(WINDOWS_SERVICES)) {
  for (const channel of channels) {
    const key = channel.toLowerCase();
    const services = SERVICES_BY_CHANNEL.get(key) ?? new Set();
    SERVICES_BY_CHANNEL.set(key, services.add(service));
  }
}
const LINUX_SYSMON_CHANNEL = 'linux-sysmon/operational';
const KERNEL_FILE = 'microsoft-windows-kernel-file';
const KERNEL_FILE_SERVICE = 'kernel-file';

/** Classes kept by channel, event id and given logsource; hostile channels cannot grow it past this. */
const CACHE_ENTRIES = 5_000;

/** Classifies events; keeps what it found out, because the same few classes come over and over. */
export class Classifier {
  readonly #origins: readonly CategoryOrigin[];
  readonly #byChannel = new Map<string, Map<unknown, EventClass>>();
  /** Classes of events that have no Windows header, by what their decoders know: those objects are few and constant. */
  #byGiven = new WeakMap<Logsource, EventClass>();
  #entries = 0;
  readonly #eventId: FieldReader = fieldReader('EventID');
  readonly #provider: FieldReader = fieldReader('Provider_Name');
  readonly #operation: FieldReader = fieldReader('OperationType');

  constructor(networkAudit: boolean) {
    this.#origins = WINDOWS_CATEGORIES.filter((origin) => networkAudit || origin.optional === undefined);
  }

  /** The class of an event; `given` is what its decoder knows. */
  classify(source: EventSource, given: Logsource | undefined): EventClass {
    const channel = headerChannel(source);
    const eventId = this.#eventId(source);
    const says = given !== undefined && (given.service !== undefined || given.category !== undefined);
    // What is known of most events: a channel and a number, nothing else.
    const plain = !says && (given?.product ?? 'windows') === 'windows' && eventId !== 4657 && eventId !== '4657';
    const simple = plain && typeof channel === 'string' && channel !== '';
    if (simple) {
      const known = this.#byChannel.get(channel)?.get(eventId);
      if (known !== undefined) return known;
    }
    const headless =
      given !== undefined && channel === undefined && eventId === undefined && !this.#maybeKernel(source, given);
    const headlessClass = headless ? this.#byGiven.get(given) : undefined;
    if (headlessClass !== undefined) return headlessClass;
    const found = this.#find(source, typeof channel === 'string' ? channel : '', eventId, given, simple);
    if (headless) this.#byGiven.set(given, found);
    return found;
  }

  /** Whether a provider's name could make the event a Windows one. */
  #maybeKernel(source: EventSource, given: Logsource): boolean {
    return (given.product ?? 'windows') === 'windows' && this.#provider(source) !== undefined;
  }

  #find(
    source: EventSource,
    channel: string,
    rawId: unknown,
    given: Logsource | undefined,
    simple: boolean,
  ): EventClass {
    const eventId = typeof rawId === 'number' ? String(rawId) : typeof rawId === 'string' ? rawId : undefined;
    const operation = eventId === '4657' ? String(this.#operation(source)) : '';
    const provider = channel === '' ? String(this.#provider(source)).toLowerCase() : '';
    const variant = simple
      ? rawId
      : JSON.stringify([eventId, operation, provider, given?.product, given?.category, given?.service]);
    let classes = this.#byChannel.get(channel);
    const known = classes?.get(variant);
    if (known !== undefined) return known;
    const found = classOf({ channel, eventId, provider, operation }, given, this.#origins);
    if (this.#entries++ >= CACHE_ENTRIES) {
      this.#byChannel.clear();
      this.#entries = 0;
      classes = undefined;
    }
    if (classes === undefined) this.#byChannel.set(channel, (classes = new Map()));
    classes.set(variant, found);
    return found;
  }
}

/** What the header of a Windows event says; `operation` is the kind of change of event 4657. */
interface Header {
  readonly channel: string;
  readonly eventId: string | undefined;
  readonly provider: string;
  readonly operation: string;
}

function classOf(header: Header, given: Logsource | undefined, origins: readonly CategoryOrigin[]): EventClass {
  const services = new Set<string>();
  const categories = new Map<string, FieldMapping>();
  let product = given?.product;
  if (given?.service !== undefined) services.add(given.service);
  const { eventId } = header;
  const channel = header.channel.toLowerCase();
  if (channel === LINUX_SYSMON_CHANNEL) {
    product ??= 'linux';
    services.add('sysmon');
    const category = LINUX_SYSMON_CATEGORIES.get(Number(eventId));
    if (category !== undefined) categories.set(category, 'none');
  } else if ((channel !== '' || header.provider === KERNEL_FILE) && (product ?? 'windows') === 'windows') {
    product = 'windows';
    for (const service of SERVICES_BY_CHANNEL.get(channel) ?? []) services.add(service);
    addCategories(header, services, origins, categories);
  }
  if (given?.category !== undefined && !categories.has(given.category)) categories.set(given.category, 'none');
  const key = [product ?? '', [...services].sort().join(','), [...categories].flat().join(','), eventId ?? ''].join(
    '|',
  );
  return { key, product, services, categories, eventId };
}

function addCategories(
  { eventId, provider, operation }: Header,
  services: ReadonlySet<string>,
  origins: readonly CategoryOrigin[],
  categories: Map<string, FieldMapping>,
): void {
  for (const { category, service, eventIds, mapping = 'none' } of origins) {
    const here = service === KERNEL_FILE_SERVICE ? provider === KERNEL_FILE : services.has(service);
    if (!here || !eventIds.includes(Number(eventId))) continue;
    if (mapping === 'security_4657' && !REGISTRY_OPERATIONS[category]?.includes(operation)) continue;
    categories.set(category, mapping);
  }
}

/** How a rule's fields are read in an event of the class; `undefined` where the rule does not apply to it. */
export function ruleMapping(logsource: Logsource, event: EventClass): FieldMapping | undefined {
  if (logsource.product !== undefined && logsource.product !== event.product) return undefined;
  if (logsource.service !== undefined && !event.services.has(logsource.service)) return undefined;
  return logsource.category === undefined ? 'none' : event.categories.get(logsource.category);
}
