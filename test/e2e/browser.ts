import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

const CHROMIUM = '/usr/bin/chromium';
const SCREENSHOTS = fileURLToPath(new URL('./screenshots/', import.meta.url));
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Whether Debian's chromium is installed. */
export const hasChromium = existsSync(CHROMIUM);

export function launch(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
}

/** A page and everything that went wrong in it: console errors, exceptions, blocked resources. */
export interface Watched {
  readonly page: Page;
  readonly faults: string[];
}

/** Opens a page whose faults are collected; `expected` names answers that a test provokes (`400 /api/v1/search`). */
export async function watch(context: BrowserContext, expected: readonly RegExp[] = []): Promise<Watched> {
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(`exception: ${error.message}`));
  page.on('console', (message) => {
    // A refused request is judged by its answer below; the browser's line about it names no address.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
      faults.push(`console: ${message.text()}`);
    }
  });
  page.on('response', (response) => {
    const line = `${response.status()} ${response.request().method()} ${new URL(response.url()).pathname}`;
    if (response.status() >= 400 && !expected.some((pattern) => pattern.test(line))) faults.push(line);
  });
  return { page, faults };
}

// Scripts for the page are texts: this tree's types are those of Node, which has no document.
const FONTS_LOADED = 'document.fonts.ready.then(() => true)';
const TOO_WIDE = `Math.max(...[document.documentElement, document.querySelector('main')]
  .map((element) => element === null ? 0 : element.scrollWidth - element.clientWidth))`;

/** Waits until a screen has its heading and no placeholder is left. */
export async function settled(page: Page): Promise<void> {
  await page.locator('h1').first().waitFor();
  await page.locator('.mantine-Skeleton-root').first().waitFor({ state: 'detached' });
  await page.evaluate(FONTS_LOADED);
}

/** CSS pixels by which the page, or its main pane, is wider than the window. */
export function overflow(page: Page): Promise<number> {
  return page.evaluate<number>(TOO_WIDE);
}

/** Keys of the catalogue that are on the screen in place of their text. */
export async function untranslated(page: Page, keys: ReadonlySet<string>): Promise<string[]> {
  const shown = (await page.locator('body').innerText()).split(/\s+/);
  return shown.filter((word) => keys.has(word));
}

/** `rgb(…)` behind everything. */
export function background(page: Page): Promise<string> {
  return page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
}

export async function screenshot(page: Page, name: string): Promise<void> {
  mkdirSync(SCREENSHOTS, { recursive: true });
  await page.screenshot({ path: path.join(SCREENSHOTS, `${name}.png`) });
}
