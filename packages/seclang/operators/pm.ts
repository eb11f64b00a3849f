import { type BoundTest, type Operator, OperatorRefusal } from './operator.ts';
import { anyPhrase } from './phrases.ts';

/**
 * @pm: whether any of the phrases occurs in the value, ASCII case ignored. Phrases are parted by white space; bytes may
 * be written between bars in hexadecimal, as Snort does (`|41 42|`).
 *
 * Arguments: phrases. Returns: whether one occurs; the first found is the capture.
 * @example pm.bind('nikto nessus', resources).test('Mozilla Nikto/2') // true
 */
export const pm: Operator = {
  macros: false,
  bind(argument): BoundTest {
    const phrases = phrasesOf(argument);
    if (phrases.length === 0) throw new OperatorRefusal('@pm needs at least one phrase');
    return anyPhrase(phrases);
  },
};

function phrasesOf(argument: string): string[] {
  const decoded = argument.replace(/\|((?:[0-9A-Fa-f]{2} ?)+)\|/g, (_whole, bytes: string) =>
    // A space that is content must not part phrases: it is restored below.
    Buffer.from(bytes.replaceAll(' ', ''), 'hex').toString('latin1').replaceAll(' ', '\u{100}'),
  );
  return decoded
    .split(/[\t-\r ]+/)
    .filter((phrase) => phrase !== '')
    .map((phrase) => phrase.replaceAll('\u{100}', ' '));
}
