import { LANGS, type Lang } from '@haechi/locales';

/**
 * The language for texts of an answer: the first of ours in `Accept-Language` by weight (RFC 9110, 12.5.4); Korean
 * where the header is absent or names none of ours.
 */
export function acceptedLang(header: string | undefined): Lang {
  let best: Lang | undefined;
  let bestWeight = 0;
  for (const part of (header ?? '').slice(0, 512).split(',')) {
    const [tag = '', ...parameters] = part.split(';');
    const lang = LANGS.find((candidate) => candidate === tag.trim().slice(0, 2).toLowerCase());
    const weight = weightOf(parameters);
    if (lang !== undefined && weight > bestWeight) [best, bestWeight] = [lang, weight];
  }
  return best ?? 'ko';
}

function weightOf(parameters: readonly string[]): number {
  const given = parameters.find((parameter) => parameter.trim().startsWith('q='));
  const weight = given === undefined ? 1 : Number(given.trim().slice(2));
  return Number.isFinite(weight) ? weight : 0;
}
