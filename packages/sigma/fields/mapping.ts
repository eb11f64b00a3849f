import { type FieldReader, fieldReader } from './reader.ts';

/**
 * How the fields of a generic category are found in a Windows audit event that is its equivalent: the mapping that
 * pySigma's `windows-audit` pipeline and the Sigma taxonomy give, with values brought into Sysmon's form.
 */
export type FieldMapping = 'none' | 'security_4688' | 'security_4657' | 'security_5156' | 'windefend';

/** Where the value of a field is in an event: under which names, and what is made of it. */
export type FieldOrigin =
  /** The first of these fields that the event has. */
  | { readonly kind: 'field'; readonly names: readonly string[] }
  /** A process id: Windows' audit events write it in hexadecimal, Sysmon in decimal. */
  | { readonly kind: 'decimal'; readonly name: string }
  /** Audit code → Sysmon's word; `both` keeps the code beside the word, for rules that ask for either. */
  | {
      readonly kind: 'word';
      readonly name: string;
      readonly words: ReadonlyMap<string, string>;
      readonly both: boolean;
    }
  /** `DOMAIN\\user`, as Sysmon writes it. */
  | { readonly kind: 'account'; readonly name: string; readonly domain: string }
  /** `HKLM\\…\\key\\value` from the kernel's `\\REGISTRY\\MACHINE\\…` and the name of the value. */
  | { readonly kind: 'registry_path'; readonly key: string; readonly value: string };

const INTEGRITY: ReadonlyMap<string, string> = new Map([
  ['S-1-16-0', 'Untrusted'],
  ['S-1-16-4096', 'Low'],
  ['S-1-16-8192', 'Medium'],
  ['S-1-16-8448', 'Medium'],
  ['S-1-16-12288', 'High'],
  ['S-1-16-16384', 'System'],
]);
const OPERATIONS: ReadonlyMap<string, string> = new Map([
  ['%%1904', 'SetValue'],
  ['%%1905', 'SetValue'],
  ['%%1906', 'DeleteValue'],
]);
const PROTOCOLS: ReadonlyMap<string, string> = new Map([
  ['6', 'tcp'],
  ['17', 'udp'],
]);
const DIRECTIONS: ReadonlyMap<string, string> = new Map([
  ['%%14593', 'true'],
  ['%%14592', 'false'],
]);

const field = (...names: readonly string[]): FieldOrigin => ({ kind: 'field', names });
const decimal = (name: string): FieldOrigin => ({ kind: 'decimal', name });
const word = (name: string, words: ReadonlyMap<string, string>, both = false): FieldOrigin => ({
  kind: 'word',
  name,
  words,
  both,
});
const ACCOUNT: FieldOrigin = { kind: 'account', name: 'SubjectUserName', domain: 'SubjectDomainName' };

const MAPPINGS: { readonly [name in Exclude<FieldMapping, 'none'>]: ReadonlyMap<string, FieldOrigin> } = {
  security_4688: new Map([
    ['Image', field('NewProcessName')],
    ['ParentImage', field('ParentProcessName')],
    ['ProcessId', decimal('NewProcessId')],
    ['ParentProcessId', decimal('ProcessId')],
    ['LogonId', field('SubjectLogonId')],
    ['User', ACCOUNT],
    ['IntegrityLevel', word('MandatoryLabel', INTEGRITY, true)],
  ]),
  security_4657: new Map([
    ['Image', field('ProcessName')],
    ['ProcessId', decimal('ProcessId')],
    ['User', ACCOUNT],
    ['Details', field('NewValue')],
    ['TargetObject', { kind: 'registry_path', key: 'ObjectName', value: 'ObjectValueName' }],
    ['EventType', word('OperationType', OPERATIONS)],
  ]),
  security_5156: new Map([
    ['Image', field('Application')],
    ['SourceIp', field('SourceAddress')],
    ['DestinationIp', field('DestAddress')],
    ['DestinationPort', field('DestPort')],
    ['Protocol', word('Protocol', PROTOCOLS)],
    ['Initiated', word('Direction', DIRECTIONS)],
  ]),
  windefend: new Map([
    ['Signature', field('Threat Name', 'ThreatName')],
    ['Filename', field('Path')],
    ['Action', field('Action Name', 'ActionName')],
  ]),
};

/** Where a field is found under a mapping. */
export function fieldOrigin(name: string, mapping: FieldMapping): FieldOrigin {
  return (mapping === 'none' ? undefined : MAPPINGS[mapping].get(name)) ?? field(name);
}

/** The reader of a field under a mapping. */
export function mappedReader(name: string, mapping: FieldMapping): FieldReader {
  const origin = fieldOrigin(name, mapping);
  switch (origin.kind) {
    case 'field':
      return origin.names.length === 1 ? fieldReader(origin.names[0]!) : firstField(origin.names);
    case 'decimal':
      return decimalReader(origin.name);
    case 'word':
      return wordReader(origin.name, origin.words, origin.both);
    case 'account':
      return (source) => account(source.data[origin.name], source.data[origin.domain]);
    case 'registry_path':
      return (source) => registryPath(source.data[origin.key], source.data[origin.value]);
  }
}

function firstField(names: readonly string[]): FieldReader {
  const readers = names.map(fieldReader);
  return (source) => {
    for (const read of readers) {
      const value = read(source);
      if (value !== undefined) return value;
    }
    return undefined;
  };
}

function decimalReader(name: string): FieldReader {
  const read = fieldReader(name);
  return (source) => {
    const value = read(source);
    return typeof value === 'string' && /^0x[0-9a-f]{1,8}$/i.test(value) ? Number(value) : value;
  };
}

function wordReader(name: string, words: ReadonlyMap<string, string>, both: boolean): FieldReader {
  const read = fieldReader(name);
  return (source) => {
    const value = read(source);
    const found = value === undefined ? undefined : words.get(String(value));
    if (found === undefined) return value;
    return both ? [found, value] : found;
  };
}

function account(name: unknown, domain: unknown): unknown {
  return typeof name === 'string' && typeof domain === 'string' && domain !== '' ? `${domain}\\${name}` : name;
}

function registryPath(object: unknown, value: unknown): unknown {
  if (typeof object !== 'string') return object;
  const key = object.replace(/^\\REGISTRY\\MACHINE(?=\\|$)/i, 'HKLM').replace(/^\\REGISTRY\\USER(?=\\|$)/i, 'HKU');
  return typeof value === 'string' && value !== '' && value !== '-' ? `${key}\\${value}` : key;
}
