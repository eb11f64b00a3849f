import { SaxesParser } from 'saxes';

/** An element of an XML body: names as written, text and attribute values as UTF-8 bytes. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: readonly (readonly [name: string, value: string])[];
  readonly children: (XmlElement | string)[];
}

/** The document of an XML body; `root` is missing where nothing could be read. */
export interface XmlBody {
  readonly root?: XmlElement;
  readonly error?: string;
}

class XmlError extends Error {}

/**
 * Reads an XML body into a tree. No entity but the predefined five and character references is expanded, nothing is
 * fetched, depth and size are bounded. On an error what was read so far is kept.
 */
export function parseXml(body: Buffer, maxNodes: number, maxDepth: number): XmlBody {
  const open: XmlElement[] = [];
  let root: XmlElement | undefined;
  let nodes = 0;
  const parser = new SaxesParser({ xmlns: false });
  const fail = (message: string): never => {
    throw new XmlError(message);
  };
  const addText = (text: string): void => {
    open.at(-1)?.children.push(bytesOf(text));
  };
  parser.on('error', (error) => fail(error.message));
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('opentag', (tag) => {
    if (++nodes > maxNodes) fail(`more than ${maxNodes} elements`);
    if (open.length >= maxDepth) fail(`nested deeper than ${maxDepth}`);
    const attributes = Object.entries(tag.attributes).map(([name, value]) => [name, bytesOf(value)] as const);
    const element: XmlElement = { name: tag.name, attributes, children: [] };
    open.at(-1)?.children.push(element);
    root ??= element;
    open.push(element);
  });
  parser.on('closetag', () => {
    open.pop();
  });
  try {
    parser.write(decode(body)).close();
    return root === undefined ? {} : { root };
  } catch (error) {
    if (!(error instanceof XmlError)) throw error;
    return root === undefined ? { error: error.message } : { root, error: error.message };
  }
}

function bytesOf(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}

/** By byte order mark, else UTF-8 where it is well-formed, else latin1 (XML 1.0, appendix F). */
function decode(body: Buffer): string {
  const utf16 =
    body[0] === 0xff && body[1] === 0xfe ? 'utf-16le' : body[0] === 0xfe && body[1] === 0xff ? 'utf-16be' : '';
  if (utf16 !== '') return new TextDecoder(utf16).decode(body);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    return body.toString('latin1');
  }
}
