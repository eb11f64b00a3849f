import { newMap } from '../event/native.ts';
import type { JsonObject } from '../json/value.ts';

const ENTITIES: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/**
 * Reads an event that is not well-formed XML, as Sysmon for Linux sends some: `&lt unknown process&gt ` without
 * semicolons, or cut off by syslog's message size. Only the flat parts every event has are read.
 *
 * @param cut whether the end may be missing.
 * @returns the shape of `readEventXml`, or `undefined` when not even the event's id is there.
 */
export function readLooseEvent(xml: string, cut: boolean): JsonObject | undefined {
  if (!cut && !xml.trimEnd().endsWith('</Event>')) return undefined;
  const id = between(xml, '<EventID>', '</EventID>');
  if (id === undefined || !/^\d{1,6}$/.test(id)) return undefined;
  const system = newMap<JsonObject[string]>() as JsonObject;
  system['EventID'] = id;
  for (const name of ['Version', 'Level', 'Task', 'Opcode', 'Keywords', 'EventRecordID', 'Channel', 'Computer']) {
    const text = between(xml, `<${name}>`, `</${name}>`);
    if (text !== undefined) system[name] = entities(text);
  }
  system['Provider'] = attributesOf(xml, '<Provider ');
  system['TimeCreated'] = attributesOf(xml, '<TimeCreated ');
  system['Execution'] = attributesOf(xml, '<Execution ');
  system['Security'] = attributesOf(xml, '<Security ');
  return { Event: { System: system, EventData: dataOf(xml) } };
}

function between(xml: string, open: string, close: string): string | undefined {
  const start = xml.indexOf(open);
  if (start < 0) return undefined;
  const end = xml.indexOf(close, start);
  return end < 0 ? undefined : xml.slice(start + open.length, end);
}

function attributesOf(xml: string, open: string): JsonObject {
  const attributes = newMap<string>() as JsonObject;
  const start = xml.indexOf(open);
  const end = start < 0 ? -1 : xml.indexOf('>', start);
  if (end < 0) return attributes;
  for (const match of xml.slice(start, Math.min(end, start + 1024)).matchAll(/ (\w{1,64})=["']([^"']*)["']/g)) {
    attributes[match[1] as string] = entities(match[2] as string);
  }
  return attributes;
}

/** `<Data Name="X">value</Data>`; a value without its end tag runs to the next tag or the end. */
function dataOf(xml: string): JsonObject {
  const data = newMap<string>() as JsonObject;
  const open = '<Data Name="';
  let at = xml.indexOf(open);
  for (let count = 0; at >= 0 && count < 256; count++) {
    const nameEnd = xml.indexOf('">', at);
    if (nameEnd < 0) break;
    const next = xml.indexOf(open, nameEnd);
    let end = xml.indexOf('</Data>', nameEnd);
    if (end < 0 || (next >= 0 && next < end)) end = next >= 0 ? next : xml.length;
    data[xml.slice(at + open.length, nameEnd)] = entities(xml.slice(nameEnd + 2, end));
    at = next;
  }
  return data;
}

function entities(text: string): string {
  if (text.indexOf('&') < 0) return text;
  return text.replace(
    /&(lt|gt|amp|quot|apos);?|&#(\d{1,7});/g,
    (whole, name: string | undefined, code: string | undefined) => {
      if (name !== undefined) return ENTITIES[name] as string;
      const point = Number(code);
      return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
    },
  );
}
