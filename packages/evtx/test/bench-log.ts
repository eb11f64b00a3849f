import { TYPE } from '../values/types.ts';
import { element, type Instance, sub, utf16, value } from './binxml.ts';
import { chunkOf, fileOf } from './writer.ts';

const NAMES = ['RuleName', 'UtcTime', 'Image', 'CommandLine', 'User', 'ParentImage', 'ParentCommandLine', 'Hashes'];
const RECORDS_PER_CHUNK = 60;

const template = element(
  'Event',
  { xmlns: 'http://schemas.microsoft.com/win/2004/08/events/event' },
  element(
    'System',
    {},
    element('Provider', { Name: 'Haechi-Bench', Guid: sub(0, TYPE.guid, true) }),
    element('EventID', {}, sub(1, TYPE.uint16)),
    element('TimeCreated', { SystemTime: sub(2, TYPE.filetime) }),
    element('Computer', {}, sub(3)),
    element('Security', { UserID: sub(4, TYPE.sid, true) }),
  ),
  element('EventData', {}, ...NAMES.map((Name, i) => element('Data', { Name }, sub(5 + i)))),
);

function record(number: number): Instance {
  return {
    template,
    values: [
      value(TYPE.guid, ...Array.from({ length: 16 }, (_, i) => i)),
      value(TYPE.uint16, 1, 0),
      value(TYPE.filetime, number & 0xff, 2, 3, 4, 5, 6, 0xcf, 1),
      utf16('host.example'),
      value(TYPE.sid, 1, 1, 0, 0, 0, 0, 0, 5, 18, 0, 0, 0),
      ...NAMES.map((name) => utf16(`${name} of record ${number}, C:\\Windows\\System32\\x.exe`)),
    ],
  };
}

/** A log of `chunks` chunks with process events, for measuring where there are no real logs. */
export function benchLog(chunks: number, { dirty = false }: { dirty?: boolean } = {}): Buffer {
  return fileOf(
    Array.from({ length: chunks }, (_, chunk) =>
      chunkOf(Array.from({ length: RECORDS_PER_CHUNK }, (_, i) => ({ root: record(chunk * RECORDS_PER_CHUNK + i) }))),
    ),
    { dirty },
  );
}
