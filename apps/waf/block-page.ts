import { LANGS, type Lang, text } from '@haechi/locales';

/** The page of a blocked request in the reader's language, with the id to ask about. */
export function blockPage(transactionId: string, acceptLanguage: string): Buffer {
  const lang = preferred(acceptLanguage);
  const say = (key: string): string => escaped(text(lang, `waf.page.${key}`));
  return Buffer.from(
    `<!doctype html><html lang="${lang}"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${say('title')}</title>` +
      '<style>body{font:16px/1.6 system-ui,sans-serif;max-width:36rem;margin:15vh auto;padding:0 1rem;color:#1f2933;background:#fff}' +
      '@media(prefers-color-scheme:dark){body{color:#e4e7eb;background:#111827}}code{user-select:all}</style>' +
      `<h1>${say('title')}</h1><p>${say('what')}</p><p>${say('do')}</p><p>${say('id')} <code>${escaped(transactionId)}</code></p></html>\n`,
  );
}

/** The first of our languages in Accept-Language by its weights (RFC 9110, section 12.5.4); English where none is. */
function preferred(header: string): Lang {
  const wanted = header
    .slice(0, 1_000)
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
      const weight = parameters.map((each) => /^\s*q=([01](?:\.\d{0,3})?)\s*$/.exec(each)?.[1]).find(Boolean);
      return { lang: LANGS.find((lang) => tag === lang || tag.startsWith(`${lang}-`)), weight: Number(weight ?? 1) };
    })
    .filter(({ lang, weight }) => lang !== undefined && weight > 0)
    .sort((a, b) => b.weight - a.weight);
  return wanted[0]?.lang ?? 'en';
}

function escaped(value: string): string {
  return value.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}
