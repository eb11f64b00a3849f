import type { HaechiError } from '@haechi/event';
import { catalogue, type Lang, langOf, text } from '@haechi/locales';
import { printable } from './sending/printable.ts';

/** The line of a fault (`error[CODE]: what; where; what to do`) in a person's language, where `cli.errors` has its code. */
export function errorLine(error: HaechiError, lang: Lang): string {
  const { code, where, values } = error;
  const key = `cli.errors.${code}`;
  if (!catalogue(lang).has(`${key}.what`)) return error.line();
  const parts = [text(lang, `${key}.what`, values), where, text(lang, `${key}.remedy`, values)];
  return `error[${code}]: ${printable(parts.filter((part) => part !== '').join('; '))}`;
}

/** The language that a command is asked to speak: its `--lang`, else that of the environment. */
export function langAsked(argv: readonly string[], environment: Readonly<Record<string, string | undefined>>): Lang {
  const at = argv.indexOf('--lang');
  const given = at < 0 ? argv.find((one) => one.startsWith('--lang='))?.slice('--lang='.length) : argv[at + 1];
  return langOf(given || environment['LC_ALL'] || environment['LANG']);
}
