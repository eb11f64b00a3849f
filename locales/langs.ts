/** Languages in which every text a user sees exists. Korean is the reference. */
export const LANGS = ['ko', 'en', 'ja'] as const;
export type Lang = (typeof LANGS)[number];
