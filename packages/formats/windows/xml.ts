import { SaxesParser } from 'saxes';
import { newMap } from '../event/native.ts';
import type { JsonObject, JsonValue } from '../json/value.ts';

const MAX_DEPTH = 24;

/** Reads one XML element tree into the shape of evtx_dump's JSON; `undefined` when it is not well formed. */
function readTree(xml: string): JsonObject | undefined {
  const parser = new SaxesParser({ position: false });
  const root = newMap<JsonValue>() as JsonObject;
  const stack: JsonObject[] = [root];
  const texts: string[] = [''];
  let failed = false;
  parser.on('error', () => {
    failed = true;
  });
  parser.on('opentag', (tag) => {
    if (stack.length > MAX_DEPTH) {
      failed = true;
      return;
    }
    const element = newMap<JsonValue>() as JsonObject;
    let attributes: JsonObject | undefined;
    for (const name in tag.attributes) {
      attributes ??= newMap<JsonValue>() as JsonObject;
      attributes[name] = tag.attributes[name] as string;
    }
    if (attributes !== undefined) element['#attributes'] = attributes;
    stack.push(element);
    texts.push('');
  });
  const text = (value: string): void => {
    texts[texts.length - 1] += value;
  };
  parser.on('text', text);
  parser.on('cdata', text);
  parser.on('closetag', (tag) => {
    if (failed) return;
    const element = stack.pop() as JsonObject;
    const content = texts.pop() as string;
    const parent = stack.at(-1) as JsonObject;
    put(parent, local(tag.name), finish(element, content));
  });
  parser.write(xml);
  if (!failed) parser.close();
  return failed || stack.length !== 1 ? undefined : root;
}

/** Names lose their prefix: `evt:Event` is `Event`. */
function local(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

/** A leaf is its text; a leaf with attributes keeps both. */
function finish(element: JsonObject, content: string): JsonValue {
  let children = 0;
  for (const _ in element) children += 1;
  if (children === 0) return content === '' ? null : content;
  if (content.trim() !== '') element['#text'] = content;
  return element;
}

function put(parent: JsonObject, name: string, value: JsonValue): void {
  const present = parent[name];
  if (present === undefined) parent[name] = value;
  else if (Array.isArray(present)) present.push(value);
  else parent[name] = [present, value];
}

/** One `<Event>…</Event>` in the shape `{"Event": {"System": …, "EventData": …}}`; `undefined` when it cannot be read. */
export function readEventXml(xml: string): JsonObject | undefined {
  const tree = readTree(xml.trim());
  return tree !== undefined &&
    typeof tree['Event'] === 'object' &&
    tree['Event'] !== null &&
    !Array.isArray(tree['Event'])
    ? tree
    : undefined;
}

/** The named values of `<DataItem …><EventData><Data Name="…">…`, as the Log Analytics agent stores EventData. */
export function readDataItems(xml: string): JsonObject | undefined {
  const tree = readTree(`<root>${xml}</root>`);
  let at: JsonValue | undefined = tree?.['root'];
  for (let depth = 0; depth < 6 && typeof at === 'object' && at !== null && !Array.isArray(at); depth++) {
    if (at['Data'] !== undefined) return at;
    const inner = Object.keys(at).find((name) => name !== '#attributes' && name !== '#text');
    at = inner === undefined ? undefined : at[inner];
  }
  return undefined;
}
