import type { Lang } from './catalogue.ts';

/** Each language by its own name, so that it is found by who reads no other. */
export const LANG_NAMES: Readonly<Record<Lang, string>> = { ko: '한국어', en: 'English', ja: '日本語' };
