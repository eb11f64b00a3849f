import { existsSync } from 'node:fs';
import koffi from 'koffi';

/** The published detector in Debian's `libmodsecurity3`: for making our tables and for testing, never in the product. */
export interface Oracle {
  /** Class letter of a word, phrase or operator; `undefined` where it knows none. */
  classOf(word: string): string | undefined;
  sqli(value: Buffer): { readonly injection: boolean; readonly fingerprint: string };
  xss(value: Buffer): boolean;
}

const PLACES = ['/usr/lib/x86_64-linux-gnu', '/usr/lib/aarch64-linux-gnu', '/usr/lib'].map(
  (folder) => `${folder}/libmodsecurity.so.3`,
);
/** `LOOKUP_WORD` of the oracle's interface. */
const WORD = 1;
const TYPES = /^[a-zA-Z0-9&\\?]$/;

/** The oracle, or `undefined` where the Debian package is not installed. */
export function openOracle(): Oracle | undefined {
  const file = PLACES.find((place) => existsSync(place));
  if (file === undefined) return undefined;
  const library = koffi.load(file);
  const lookup = library.func(
    'int8_t libinjection_sqli_lookup_word(void *state, int type, const char *word, size_t bytes)',
  );
  const sqli = library.func('int libinjection_sqli(void *value, size_t bytes, _Out_ char *fingerprint)');
  const xss = library.func('int libinjection_xss(void *value, size_t bytes)');
  const found = Buffer.alloc(16);
  return {
    classOf(word) {
      const type = String.fromCharCode(lookup(null, WORD, word, word.length));
      return TYPES.test(type) && type !== 'F' ? type : undefined;
    },
    sqli(value) {
      found.fill(0);
      const injection = sqli(value, value.length, found) !== 0;
      return { injection, fingerprint: injection ? found.toString('latin1', 0, found.indexOf(0)) : '' };
    },
    xss: (value) => xss(value, value.length) !== 0,
  };
}
