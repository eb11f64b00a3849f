import type { XmlElement } from './xml.ts';

/** One step of a path: `/name`, `//name`, `/*`, `//@name`, `/text()`. */
interface Step {
  readonly axis: 'child' | 'descendant';
  readonly kind: 'element' | 'attribute' | 'text';
  /** `*` for any. */
  readonly name: string;
}

/** Selects the string values of a path in a document. */
export type XPath = (root: XmlElement) => string[];

/**
 * Compiles the subset of XPath 1.0 that rules use: absolute paths of names and `*` by `/` and `//`, closing with an
 * element, `@name`, `@*` or `text()`. No predicates, functions or namespaces. Answers `undefined` for anything else.
 *
 * @example compileXPath('//@*') // every attribute value
 */
export function compileXPath(expression: string): XPath | undefined {
  const steps: Step[] = [];
  const form = /(\/\/?)(?:(@)?([A-Za-z_][\w.:-]*|\*)(\(\))?)/y;
  let at = 0;
  while (at < expression.length) {
    form.lastIndex = at;
    const found = form.exec(expression);
    if (found === null) return undefined;
    at += found[0].length;
    const [, slashes, attribute, name, call] = found;
    if (call !== undefined && name !== 'text') return undefined;
    if (steps.length > 0 && steps.at(-1)!.kind !== 'element') return undefined;
    steps.push({
      axis: slashes === '//' ? 'descendant' : 'child',
      kind: call !== undefined ? 'text' : attribute !== undefined ? 'attribute' : 'element',
      name: call !== undefined ? '*' : name!,
    });
  }
  return steps.length === 0 ? undefined : (root) => select(root, steps);
}

function select(root: XmlElement, steps: readonly Step[]): string[] {
  // The document node, whose only child is the root element.
  let current = new Set<XmlElement>([{ name: '', attributes: [], children: [root] }]);
  const values: string[] = [];
  for (const step of steps) {
    const next = new Set<XmlElement>();
    for (const node of current) {
      const scope = step.axis === 'child' ? [node] : selfAndDescendants(node);
      for (const element of scope) {
        if (step.kind === 'attribute') {
          for (const [name, value] of element.attributes)
            if (step.name === '*' || step.name === name) values.push(value);
          continue;
        }
        for (const child of element.children) {
          if (typeof child === 'string') {
            if (step.kind === 'text') values.push(child);
          } else if (step.kind === 'element' && (step.name === '*' || step.name === child.name)) next.add(child);
        }
      }
    }
    current = next;
  }
  if (steps.at(-1)!.kind === 'element') for (const element of current) values.push(textOf(element));
  return values;
}

function selfAndDescendants(element: XmlElement): XmlElement[] {
  const found = [element];
  for (let index = 0; index < found.length; index++)
    for (const child of found[index]!.children) if (typeof child !== 'string') found.push(child);
  return found;
}

/** The string value of an element: its text nodes in document order (XPath 1.0, section 5.2), without recursion. */
function textOf(element: XmlElement): string {
  const stack: (XmlElement | string)[] = [element];
  let text = '';
  while (stack.length > 0) {
    const node = stack.pop()!;
    if (typeof node === 'string') text += node;
    else for (let index = node.children.length - 1; index >= 0; index--) stack.push(node.children[index]!);
  }
  return text;
}
