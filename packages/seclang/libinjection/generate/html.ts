/**
 * `node packages/seclang/libinjection/generate/html.ts`: puts every candidate name (elements, attributes and schemes of HTML,
 * SVG, MathML and of older browsers) into a page where only its danger can give it away, asks the oracle, and writes
 * `html/dangers.json`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { openOracle } from './oracle.ts';

const oracle = openOracle();
if (oracle === undefined) throw new Error('install the Debian package libmodsecurity3');
const candidates = JSON.parse(readFileSync(new URL('html-candidates.json', import.meta.url), 'utf8')) as {
  readonly elements: readonly string[];
  readonly attributes: readonly string[];
  readonly schemes: readonly string[];
};
const xss = (page: string): boolean => oracle.xss(Buffer.from(page, 'latin1'));

/** Dangerous with a value that is none, with an address that runs, or with the name of an event as its value. */
function dangerOf(name: string): string | undefined {
  const page = (value: string): boolean => xss(`<b ${name}="${value}">`);
  if (page('plain')) return 'itself';
  if (page('javascript:1')) return 'address';
  return page('onload') ? 'names' : undefined;
}

const attributes: Record<string, string> = {};
for (const name of candidates.attributes) {
  const danger = dangerOf(name);
  if (danger !== undefined && !/^(?:on|xmlns|xlink)/.test(name)) attributes[name.toUpperCase()] = danger;
}
const found = {
  tags: candidates.elements
    .filter((name) => !/^(?:svg|xsl)/.test(name) && xss(`<${name}>`))
    .map((name) => name.toUpperCase()),
  attributes,
  schemes: candidates.schemes.filter((scheme) => xss(`<b href="${scheme}x">`)).map((scheme) => scheme.toUpperCase()),
};
writeFileSync(new URL('../html/dangers.json', import.meta.url), `${JSON.stringify(found, null, 1)}\n`);
process.stdout.write(
  `${found.tags.length} elements, ${Object.keys(attributes).length} attributes, ${found.schemes.length} schemes\n`,
);
