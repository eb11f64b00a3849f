import { type Lang, text } from '@haechi/locales';
import type { Browser } from 'playwright-core';
import { type Watched, watch } from './browser.ts';
import type { ConsoleServer } from './console-server.ts';

/** Of the administrator that tests make. */
export const PASSWORD = 'correct-horse-battery-staple-42';

/** Opens the console as its administrator, in a browser of that language; `expected` as for `watch`. */
export async function signedIn(
  browser: Browser,
  { server }: ConsoleServer,
  lang: Lang,
  viewport: { readonly width: number; readonly height: number },
  expected: readonly RegExp[] = [],
): Promise<Watched> {
  const context = await browser.newContext({ locale: lang, reducedMotion: 'reduce', viewport });
  const watched = await watch(context, [/^401 GET \/api\/v1\/me$/, ...expected]);
  const { page } = watched;
  await page.goto(`${server.origin}/login`);
  await page.getByLabel(text(lang, 'console.login.username')).fill('admin');
  await page.getByLabel(text(lang, 'console.login.password'), { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: text(lang, 'console.login.submit') }).click();
  await page.locator('#main h1').waitFor();
  return watched;
}
