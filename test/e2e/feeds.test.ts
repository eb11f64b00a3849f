import { type Lang, text } from '@haechi/locales';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { setUp } from '../fault/server-process.ts';
import { indicator, startTaxiiServer, type TaxiiServer } from '../taxii/taxii-server.ts';
import { hasChromium, launch, overflow, screenshot, settled } from './browser.ts';
import { type ConsoleServer, startConsole } from './console-server.ts';
import { PASSWORD, signedIn } from './sign-in.ts';

const TOKEN = 'provider-token-1';
const lang: Lang = 'ko';
const say = (key: string, values: Record<string, string | number> = {}) => text(lang, `console.${key}`, values);
const feed = (key: string, values: Record<string, string | number> = {}) => say(`intel.feeds.${key}`, values);

describe.skipIf(!hasChromium)('feeds in a real browser (skipped where /usr/bin/chromium is missing)', () => {
  let site: ConsoleServer;
  let taxii: TaxiiServer;
  let browser: Browser;
  let page: Page;
  let faults: string[];

  beforeAll(async () => {
    taxii = await startTaxiiServer();
    taxii.needs = { header: 'authorization', value: `Bearer ${TOKEN}` };
    const later = { valid_until: '2020-01-01T00:00:00Z' };
    for (let serial = 1; serial <= 12; serial++)
      taxii.objects.push({
        at: new Date(Date.UTC(2026, 0, 1, 0, 0, serial)).toISOString(),
        object: indicator(serial, `[ipv4-addr:value = '198.51.100.${serial}']`, serial > 10 ? later : {}),
      });
    site = await startConsole(['--feed-loopback']);
    browser = await launch();
    await setUp(site.server, 'admin', PASSWORD);
    ({ page, faults } = await signedIn(browser, site, lang, { width: 1280, height: 800 }, [
      /^422 POST \/api\/v1\/intel\/feeds\/discover$/,
    ]));
  });
  afterAll(async () => {
    await browser?.close();
    await site?.close();
    await taxii?.[Symbol.asyncDispose]();
  });

  const panel = () => page.getByRole('region', { name: feed('title') });
  const row = () => panel().getByRole('row', { name: /known-bad/ });

  test('an empty panel says what a feed is', async () => {
    await page.goto(`${site.server.origin}/intel`);
    await settled(page);
    await page.getByText(feed('noneHint')).waitFor();
    await screenshot(page, 'feeds-empty-ko');
  });

  test('an address is enough to find the collections; a wrong credential is said so', async () => {
    await panel()
      .getByRole('button', { name: feed('add') })
      .click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(feed('url')).fill(taxii.origin);
    await dialog.getByRole('button', { name: feed('discover') }).click();
    await dialog.getByText(text(lang, 'api.errors.feed_denied.message')).waitFor();
    await dialog.getByRole('combobox', { name: feed('credential') }).click();
    await page.getByRole('option', { name: feed('kinds.bearer') }).click();
    await dialog.getByLabel(feed('secrets.bearer'), { exact: true }).fill(TOKEN);
    await screenshot(page, 'feeds-denied-ko');
    await dialog.getByRole('button', { name: feed('discover') }).click();
    expect(await dialog.getByRole('radio', { name: 'Write only' }).isDisabled()).toBe(true);
    await dialog.getByRole('radio', { name: 'Known bad' }).check();
    expect(await dialog.getByLabel(say('intel.name'), { exact: true }).inputValue()).toBe('known-bad');
    await screenshot(page, 'feeds-choose-ko');
    await dialog.getByRole('button', { name: feed('subscribe') }).click();
    await row()
      .getByText(feed('added.other', { count: 10 }))
      .waitFor();
    await row()
      .getByText(feed('unused.other', { count: 2 }))
      .waitFor();
    const lists = page.getByRole('table', { name: say('intel.lists') });
    await lists.getByRole('row', { name: /known-bad 10/ }).waitFor();
    expect(await lists.getByRole('button', { name: say('intel.remove') }).isDisabled()).toBe(true);
    await screenshot(page, 'feeds-ko');
  });

  test('polled on demand: what came and went, and what went wrong, in words', async () => {
    taxii.objects.push({
      at: '2026-02-01T00:00:00.000Z',
      object: indicator(1, "[ipv4-addr:value = '198.51.100.1']", { modified: '2026-02-01T00:00:00Z', revoked: true }),
    });
    await row()
      .getByRole('button', { name: feed('pollNow') })
      .click();
    await row()
      .getByText(feed('removed.other', { count: 1 }))
      .waitFor();
    taxii.needs = { header: 'authorization', value: 'Bearer another' };
    await row()
      .getByRole('button', { name: feed('pollNow') })
      .click();
    await row().getByText(feed('problem.feed_denied')).waitFor();
    for (const width of [1280, 1024]) {
      await page.setViewportSize({ width, height: 800 });
      expect(await overflow(page)).toBeLessThanOrEqual(0);
      await screenshot(page, `feeds-failed-${width}-ko`);
    }
    await page.setViewportSize({ width: 1280, height: 800 });
  });

  test('a new credential and another interval; then removed with its list', async () => {
    await row()
      .getByRole('button', { name: feed('edit') })
      .click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('combobox', { name: feed('credential') }).click();
    await page.getByRole('option', { name: feed('kinds.bearer') }).click();
    await dialog.getByLabel(feed('secrets.bearer'), { exact: true }).fill('another');
    await dialog.getByRole('combobox', { name: feed('interval') }).click();
    await page.getByRole('option', { name: feed('everyMinutes.other', { count: 15 }) }).click();
    await screenshot(page, 'feeds-edit-ko');
    await dialog.getByRole('button', { name: say('common.save') }).click();
    await row().getByText(feed('unchanged')).waitFor();
    await row()
      .getByText(feed('everyMinutes.other', { count: 15 }))
      .waitFor();
    await row()
      .getByRole('button', { name: say('intel.remove') })
      .click();
    await page.getByText(feed('removeQuestion', { name: 'known-bad' })).waitFor();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: say('intel.remove') })
      .click();
    await page.getByText(feed('none')).waitFor();
    await page.getByText(say('intel.none')).waitFor();
    expect(faults).toEqual([]);
  });
});
