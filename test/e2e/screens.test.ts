import { catalogue, LANGS, text } from '@haechi/locales';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { makeToken, setUp } from '../fault/server-process.ts';
import { sendAttack } from './attack-logs.ts';
import { background, hasChromium, launch, overflow, screenshot, settled, untranslated, watch } from './browser.ts';
import { type ConsoleServer, startConsole } from './console-server.ts';

const PASSWORD = 'correct-horse-battery-staple-42';
const SCREENS = {
  overview: '/',
  incidents: '/incidents?status=all',
  incident: '/incidents/',
  search: '/search',
  rules: '/rules',
  'rules-costly': '/rules?view=costly',
  packs: '/packs',
  intel: '/intel',
  parsers: '/parsers',
  parser: '/parsers/new?example=grok',
  inventory: '/inventory',
  waf: '/waf',
  uploads: '/uploads',
  tenants: '/tenants',
  users: '/users',
  tokens: '/tokens',
  audit: '/audit',
  'dead-letters': '/dead-letters',
  settings: '/settings',
};
const LOOKS = [
  { scheme: 'light', width: 1440, height: 900, behind: 'rgb(245, 246, 248)' },
  { scheme: 'dark', width: 1440, height: 900, behind: 'rgb(15, 20, 25)' },
  { scheme: 'light', width: 1024, height: 768, behind: 'rgb(245, 246, 248)' },
] as const;

describe.skipIf(!hasChromium)('every screen in a real browser (skipped where /usr/bin/chromium is missing)', () => {
  let site: ConsoleServer;
  let browser: Browser;
  let incidentId = '';

  beforeAll(async () => {
    site = await startConsole();
    browser = await launch();
    const admin = await setUp(site.server, 'admin', PASSWORD);
    await sendAttack(site.server.origin, await makeToken(site.server, admin, ['ingest']));
    const firstIncident = async () => {
      const answer = await fetch(`${site.server.origin}/api/v1/incidents`, { headers: admin.headers });
      return ((await answer.json()) as { rows: { id: string }[] }).rows[0]?.id;
    };
    incidentId = (await vi.waitUntil(firstIncident, { timeout: 60_000, interval: 250 })) as string;
  });
  afterAll(async () => {
    await browser?.close();
    await site?.close();
  });

  test.each(LANGS)(
    'in %s nothing overflows, nothing is untranslated, nothing fails, light and dark, wide and narrow',
    {
      timeout: 180_000,
    },
    async (lang) => {
      const say = (key: string): string => text(lang, `console.${key}`);
      const keys = new Set(
        [...catalogue(lang).keys()].flatMap((key) => (key.startsWith('console.') ? key.slice(8) : [])),
      );
      const context = await browser.newContext({ locale: lang, reducedMotion: 'reduce' });
      const { page, faults } = await watch(context, [/^401 GET \/api\/v1\/me$/]);
      await page.goto(`${site.server.origin}/login`);
      await page.getByLabel(say('login.username')).fill('admin');
      await page.getByLabel(say('login.password'), { exact: true }).fill(PASSWORD);
      await page.getByRole('button', { name: say('login.submit') }).click();
      await page.locator('#main h1').waitFor();
      // The account's own language wins over the browser's, so it is chosen as a user would.
      const name = { ko: '한국어', en: 'English', ja: '日本語' }[lang];
      await page.goto(`${site.server.origin}/settings`);
      await page.locator('main').getByText(name, { exact: true }).first().click();
      await page.getByRole('heading', { name: say('nav.settings'), level: 1 }).waitFor();

      const wrong: string[] = [];
      for (const [screen, address] of Object.entries(SCREENS)) {
        await page.goto(`${site.server.origin}${address}${screen === 'incident' ? incidentId : ''}`);
        for (const { scheme, width, height, behind } of LOOKS) {
          await page.emulateMedia({ colorScheme: scheme });
          await page.setViewportSize({ width, height });
          await page.locator(`html[data-mantine-color-scheme=${scheme}]`).waitFor();
          await settled(page);
          const look = `${screen}-${lang}-${scheme}-${width}`;
          const wider = await overflow(page);
          if (wider > 0) wrong.push(`${look} is ${wider} px too wide`);
          if ((await background(page)) !== behind) wrong.push(`${look} is not ${scheme}`);
          wrong.push(...(await untranslated(page, keys)).map((key) => `${look} shows ${key}`));
          await screenshot(page, look);
        }
      }
      await context.close();
      expect(wrong).toEqual([]);
      expect(faults).toEqual([]);
    },
  );
});
