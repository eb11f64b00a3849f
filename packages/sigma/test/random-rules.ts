import fc from 'fast-check';
import type { DetectionRule } from '../model.ts';
import { parseRules } from '../parse/rules.ts';

/** What random rules are for and random events are. */
export const LOGSOURCE = { product: 'test', category: 'any' };
/** Pieces of which rules and events are made, so that they often meet; with letters that fold oddly. */
const PIECES = [
  ...['a', 'B', 'cmd', '.exe', '.ps1', '\\', 'Windows', 'kiwi', '::', '-', ' /c ', 'é', 'É', '\u212a', 'k', '\u0130'],
  ...['i', 'ς', 'Σ', 'ß', '🙂', '0', '42', '"', '`', '${', 'powershell', 'get-item', 'currentversion', 'AppData', 'x'],
];
const FIELDS = ['A', 'B', 'C.d', 'Long Name'];
const MODIFIERS = [
  ...['', '|contains', '|startswith', '|endswith', '|contains|all', '|cased', '|contains|cased', '|windash|contains'],
  ...['|base64offset|contains', '|wide|base64offset|contains', '|re', '|re|i', '|exists', '|gt', '|neq', '|fieldref'],
] as const;

const word = fc.array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 4 }).map((parts) => parts.join(''));
const pattern = fc
  .array(fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...PIECES) }, fc.constantFrom('*', '?')), {
    minLength: 1,
    maxLength: 5,
  })
  .map((parts) => parts.join(''));
const expression = fc
  .array(fc.constantFrom('a', 'k', 'cmd', '\\.exe', '.*', '\\w+', '(?:x|kiwi)', '\\s?', '`', '\\$\\{', '[0-9]+'), {
    minLength: 1,
    maxLength: 4,
  })
  .map((parts) => parts.join(''));

function valueFor(modifier: string): fc.Arbitrary<unknown> {
  if (modifier.startsWith('|re')) return fc.oneof(expression, fc.array(expression, { minLength: 1, maxLength: 3 }));
  if (modifier === '|exists') return fc.boolean();
  if (modifier === '|gt') return fc.nat(50);
  if (modifier === '|fieldref') return fc.constantFrom(...FIELDS);
  if (modifier.includes('base64')) return word;
  // Long lists, so that every kind of index is built.
  return fc.oneof(pattern, fc.array(pattern, { minLength: 1, maxLength: 12 }), fc.constant(null), fc.nat(50));
}

const item = fc
  .tuple(fc.constantFrom(...FIELDS), fc.constantFrom(...MODIFIERS))
  .chain(([field, modifier]) => valueFor(modifier).map((value) => [`${field}${modifier}`, value] as const));
const map = fc.array(item, { minLength: 1, maxLength: 3 }).map((items) => Object.fromEntries(items));
const keywords = fc.array(pattern, { minLength: 1, maxLength: 3 });
const search = fc.oneof({ weight: 6, arbitrary: map }, fc.array(map, { minLength: 1, maxLength: 3 }), {
  weight: 2,
  arbitrary: keywords,
});
const condition = fc.constantFrom(
  ...['s1', 's1 and s2', 's1 or s2', 's1 and not s2', 'not s1', '1 of s*', 'all of them', '(s1 or s3) and not s2'],
);
/** The detection of a random rule. */
export const randomDetection = fc.record({ s1: search, s2: search, s3: search, condition });

const value = fc.oneof(
  { weight: 8, arbitrary: fc.array(fc.constantFrom(...PIECES), { maxLength: 8 }).map((parts) => parts.join('')) },
  fc.array(fc.constantFrom(...PIECES), { minLength: 30, maxLength: 60 }).map((parts) => parts.join('')),
  fc.nat(60),
  fc.constant(null),
  fc.boolean(),
  fc.array(word, { maxLength: 3 }),
);
/** A random event; its values are made of the same pieces as rules. */
export const randomEvent = fc.record(
  { A: value, B: value, C: fc.record({ d: value }), 'Long Name': value, other: value },
  { requiredKeys: [] },
);

/** The detections as rules of the log source `LOGSOURCE`. */
export function rulesOf(detections: readonly Record<string, unknown>[]): DetectionRule[] {
  const yaml = detections.map((detection, index) =>
    JSON.stringify({ title: `r${index}`, id: `id-${index}`, logsource: LOGSOURCE, detection }),
  );
  // A random rule may be no rule (an expression that is none): it is rejected, the others are kept.
  return parseRules(yaml.join('\n---\n')).rules as DetectionRule[];
}
