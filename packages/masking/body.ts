import { maskJson } from './fields/json.ts';
import { isBinary, maskMultipart } from './fields/multipart.ts';
import { maskUrlencoded } from './fields/urlencoded.ts';
import { maskXml } from './fields/xml.ts';
import type { Found, Masker } from './masker.ts';

/**
 * Masks a body by its media type; one that says nothing, or something untrue, is read by how it begins.
 *
 * @param text the body, or its beginning
 * @param contentType value of Content-Type, with parameters
 * @returns `undefined` where the body is no text
 */
export function maskBody(text: string, contentType: string, masker: Masker, found: Found): string | undefined {
  const [type = ''] = contentType.toLowerCase().split(';');
  const boundary = /boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i.exec(contentType);
  if (type.trim() === 'multipart/form-data' && boundary !== null)
    return maskMultipart(text, boundary[1] ?? boundary[2] ?? '', masker, found);
  if (isBinary(text)) return undefined;
  const first = /\S/.exec(text)?.[0];
  if (first === '{' || first === '[' || first === '"') return maskJson(text, masker, found);
  if (first === '<') return maskXml(text, masker, found);
  if (type.trim() === 'application/x-www-form-urlencoded' || FORM.test(text))
    return maskUrlencoded(text, masker, found);
  return masker.text(text, found);
}

const FORM = /^[\w.%[\]+-]{1,100}=[^\s<>]*$/;
