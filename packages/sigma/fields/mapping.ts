import { type FieldReader, fieldReader } from './reader.ts';
import type { EventSource } from './source.ts';

/**
 * How the fields of a generic category are found in a Windows audit event that is its equivalent: the mapping that
 * pySigma's `windows-audit` pipeline and the Sigma taxonomy give, with values brought into Sysmon's form.
 */
export type FieldMapping = 'none' | 'security_4688' | 'security_4657' | 'security_5156' | 'windefend';

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

type Renames = ReadonlyMap<string, FieldReader>;

const MAPPINGS: { readonly [name in Exclude<FieldMapping, 'none'>]: Renames } = {
  security_4688: new Map<string, FieldReader>([
    ['Image', fieldReader('NewProcessName')],
    ['ParentImage', fieldReader('ParentProcessName')],
    ['ProcessId', decimal('NewProcessId')],
    ['ParentProcessId', decimal('ProcessId')],
    ['LogonId', fieldReader('SubjectLogonId')],
    ['User', account],
    ['IntegrityLevel', integrity],
  ]),
  security_4657: new Map<string, FieldReader>([
    ['Image', fieldReader('ProcessName')],
    ['ProcessId', decimal('ProcessId')],
    ['User', account],
    ['Details', fieldReader('NewValue')],
    ['TargetObject', registryPath],
    ['EventType', mapped('OperationType', OPERATIONS)],
  ]),
  security_5156: new Map<string, FieldReader>([
    ['Image', fieldReader('Application')],
    ['SourceIp', fieldReader('SourceAddress')],
    ['DestinationIp', fieldReader('DestAddress')],
    ['DestinationPort', fieldReader('DestPort')],
    [
      'Protocol',
      mapped(
        'Protocol',
        new Map([
          ['6', 'tcp'],
          ['17', 'udp'],
        ]),
      ),
    ],
    [
      'Initiated',
      mapped(
        'Direction',
        new Map([
          ['%%14593', 'true'],
          ['%%14592', 'false'],
        ]),
      ),
    ],
  ]),
  windefend: new Map<string, FieldReader>([
    ['Signature', firstField('Threat Name', 'ThreatName')],
    ['Filename', fieldReader('Path')],
    ['Action', firstField('Action Name', 'ActionName')],
  ]),
};

/** The reader of a field under a mapping. */
export function mappedReader(name: string, mapping: FieldMapping): FieldReader {
  return (mapping === 'none' ? undefined : MAPPINGS[mapping].get(name)) ?? fieldReader(name);
}

function firstField(...names: readonly string[]): FieldReader {
  const readers = names.map(fieldReader);
  return (source) => {
    for (const read of readers) {
      const value = read(source);
      if (value !== undefined) return value;
    }
    return undefined;
  };
}

/** Windows' audit events write process ids in hexadecimal, Sysmon in decimal. */
function decimal(name: string): FieldReader {
  const read = fieldReader(name);
  return (source) => {
    const value = read(source);
    return typeof value === 'string' && /^0x[0-9a-f]{1,8}$/i.test(value) ? Number(value) : value;
  };
}

/** `DOMAIN\user`, as Sysmon writes it. */
function account(source: EventSource): unknown {
  const name = source.data['SubjectUserName'];
  const domain = source.data['SubjectDomainName'];
  return typeof name === 'string' && typeof domain === 'string' && domain !== '' ? `${domain}\\${name}` : name;
}

/** Both the label's SID and Sysmon's word for it: rules ask for either. */
function integrity(source: EventSource): unknown {
  const label = source.data['MandatoryLabel'];
  const word = typeof label === 'string' ? INTEGRITY.get(label) : undefined;
  return word === undefined ? label : [word, label];
}

/** `HKLM\…\key\value` from the kernel's `\REGISTRY\MACHINE\…` and the name of the value. */
function registryPath(source: EventSource): unknown {
  const object = source.data['ObjectName'];
  if (typeof object !== 'string') return object;
  const key = object.replace(/^\\REGISTRY\\MACHINE(?=\\|$)/i, 'HKLM').replace(/^\\REGISTRY\\USER(?=\\|$)/i, 'HKU');
  const value = source.data['ObjectValueName'];
  return typeof value === 'string' && value !== '' && value !== '-' ? `${key}\\${value}` : key;
}

function mapped(name: string, values: ReadonlyMap<string, string>): FieldReader {
  const read = fieldReader(name);
  return (source) => {
    const value = read(source);
    return value === undefined ? undefined : (values.get(String(value)) ?? value);
  };
}
