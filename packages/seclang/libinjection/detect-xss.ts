import { type AttributeDanger, dangerOf, isDangerousAddress, isDangerousTag } from './html/dangers.ts';
import { type Beginning, HtmlTokenizer } from './html/tokenizer.ts';

const BEGINNINGS: readonly Beginning[] = ['data', 'unquoted', "'", '"', '`'];
/** Without one of these no reading finds a tag, an attribute's value or a comment. */
const TELLING = /[<=]/;

/**
 * Whether a value, put into a page by a careless program, would run something there. It is read by an HTML5 tokeniser
 * from five places: between tags, and inside an attribute's value without quotes or in each kind of them.
 *
 * Arguments: a value of one byte a character. Returns: whether a dangerous tag, attribute, address or comment is found.
 * @example detectXss('<img src=x onerror=alert(1)>') // true
 */
export function detectXss(value: string): boolean {
  return TELLING.test(value) && BEGINNINGS.some((beginning) => isDangerous(value, beginning));
}

function isDangerous(value: string, beginning: Beginning): boolean {
  const tokenizer = new HtmlTokenizer(value, beginning);
  let danger: AttributeDanger = 'none';
  for (let token = tokenizer.next(); token !== undefined; token = tokenizer.next()) {
    const { kind, text } = token;
    if (kind === 'doctype') return true;
    if (kind === 'tag' && isDangerousTag(text)) return true;
    if (kind === 'comment' && isDangerousComment(text)) return true;
    if (kind === 'value' && isDangerousValue(text, danger)) return true;
    danger = kind === 'attribute' ? dangerOf(text) : 'none';
  }
  return false;
}

function isDangerousValue(text: string, danger: AttributeDanger): boolean {
  switch (danger) {
    case 'itself':
      return true;
    case 'address':
      return isDangerousAddress(text);
    case 'names':
      return dangerOf(text) !== 'none';
    case 'none':
      return false;
  }
}

/** Conditional comments, XML declarations and entities of older browsers; a back quote ends a comment for one of them. */
function isDangerousComment(text: string): boolean {
  if (text.includes('`')) return true;
  if (text.length > 3 && /^(?:\[if|xml)/i.test(text)) return true;
  return text.length > 5 && /^(?:import|entity)/i.test(text);
}
