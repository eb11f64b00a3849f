const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function unescapeXml(text: string): string {
  return text.replace(/&(?:#(\d+)|(\w+));/g, (whole, code: string | undefined, name: string | undefined) =>
    code === undefined ? (ENTITIES[name ?? ''] ?? whole) : String.fromCodePoint(Number(code)),
  );
}

/** One value of an event: the path of its element or attribute (`Event/System/Provider@Name`) and its text. */
export type Field = readonly [path: string, value: string];

/**
 * The values of XML events in document order: attributes, and the text of elements without children. Just enough of
 * XML for what event log tools print; spaces between elements are no value.
 */
export function xmlFields(xml: string): Field[] {
  const fields: Field[] = [];
  const open: { name: string; text: string; children: boolean }[] = [];
  const path = (): string => open.map(({ name }) => name).join('/');
  const close = (): void => {
    const { text, children } = open.at(-1)!;
    if (!children || text.trim() !== '') fields.push([path(), unescapeXml(text)]);
    open.pop();
  };
  for (const match of xml.matchAll(/<(\/?)([^\s/>]+)((?:\s+[^\s=]+="[^"]*")*)\s*(\/?)>|([^<]+)/g)) {
    const [, slash, name, attributes, empty, text] = match;
    if (text !== undefined) {
      if (open.length > 0) open.at(-1)!.text += text;
    } else if (slash === '/') close();
    else {
      if (open.length > 0) open.at(-1)!.children = true;
      open.push({ name: name!, text: '', children: false });
      for (const [, key, value] of attributes!.matchAll(/([^\s=]+)="([^"]*)"/g))
        fields.push([`${path()}@${key}`, unescapeXml(value!)]);
      if (empty === '/') close();
    }
  }
  return fields;
}
