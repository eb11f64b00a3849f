import { compileXPath } from '../body/xpath.ts';
import { Entry, NO_ENTRIES } from '../transaction/entry.ts';
import { type Variable, VariableRefusal } from './variable.ts';

/** XML: values of an XML body by path: `XML:/*` is all text, `XML://@*` every attribute (phase 2). */
export const XML: Variable = {
  kind: 'collection',
  volatile: false,
  read: () => NO_ENTRIES,
  select(selector) {
    const path = compileXPath(selector);
    if (path === undefined)
      throw new VariableRefusal(`XPath '${selector}' is not supported: absolute paths of names, *, @name and text()`);
    return ({ xml }) => (xml === undefined ? NO_ENTRIES : path(xml).map((value) => new Entry(selector, value)));
  },
};
