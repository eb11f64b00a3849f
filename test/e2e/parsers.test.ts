import { type Lang, text } from '@haechi/locales';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeToken, setUp } from '../fault/server-process.ts';
import { hasChromium, launch, overflow, screenshot, settled } from './browser.ts';
import { type ConsoleServer, startConsole } from './console-server.ts';
import { PASSWORD, signedIn } from './sign-in.ts';

const lang: Lang = 'ko';
const say = (key: string, values: Record<string, string | number> = {}) => text(lang, `console.${key}`, values);
const LINES = [
  '2026-11-30 09:12:03 주문 A-20417 minsu.kim@203.0.113.24 15000원',
  '2026-11-30 09:12:09 주문 A-20418 jiwon@198.51.100.7 8900원',
  '2026-11-30 09:12:11 주문 취소',
];
const EXPRESSION =
  '^%{TIMESTAMP_ISO8601:@timestamp} 주문 %{NOTSPACE:shop.order.id} %{USER:user.name}@%{IP:source.ip} %{INT:shop.amount:int}원$';

describe.skipIf(!hasChromium)(
  "a tenant's own parser in a real browser (skipped where /usr/bin/chromium is missing)",
  () => {
    let site: ConsoleServer;
    let browser: Browser;
    let page: Page;
    let faults: string[];
    let token = '';

    beforeAll(async () => {
      site = await startConsole();
      browser = await launch();
      token = await makeToken(site.server, await setUp(site.server, 'admin', PASSWORD), ['ingest']);
      ({ page, faults } = await signedIn(browser, site, lang, { width: 1280, height: 1000 }, [
        /^400 POST \/api\/v1\/parsers\/try$/,
      ]));
    });
    afterAll(async () => {
      await browser?.close();
      await site?.close();
    });

    test('the empty screen teaches with an example of each kind, which can be begun with', async () => {
      await page.goto(`${site.server.origin}/parsers`);
      await settled(page);
      await page.getByText(say('parsers.noneHint')).waitFor();
      await screenshot(page, 'parsers-empty-ko');
      await page.getByRole('link', { name: say('parsers.startWith', { kind: 'dissect' }) }).click();
      await page.getByText(say('parsers.readOf', { read: 2, all: 2 })).waitFor();
      await screenshot(page, 'parser-example-ko');
    });

    test('lines are read while the expression is typed, and what is wrong is marked', async () => {
      await page.goto(`${site.server.origin}/parsers/new`);
      await page.getByText('grok', { exact: true }).first().click();
      await page.getByLabel(say('parsers.lines')).fill(LINES.join('\n'));
      const expression = page.getByRole('textbox', { name: say('parsers.expression') });
      await expression.fill('%{TIMESTAMP_ISO8601:@timestamp} %{NOPE:a}');
      await page.getByText(text(lang, 'api.expression.unknown_pattern', { pattern: 'NOPE' })).waitFor();
      expect(await page.locator('mark').innerText()).toBe('%{NOPE:a}');
      await screenshot(page, 'parser-mistake-ko');
      await expression.fill(EXPRESSION);
      await page.getByText(say('parsers.readOf', { read: 2, all: 3 })).waitFor();
      expect(await page.locator('dd').allInnerTexts()).toContain('A-20418');
      await page.getByText(say('parsers.stopped', { at: 25, awaited: '␣' })).waitFor();
      for (const width of [1280, 1024]) {
        await page.setViewportSize({ width, height: 1000 });
        expect(await overflow(page)).toBeLessThanOrEqual(0);
        await screenshot(page, `parser-live-${width}-ko`);
      }
      await page.setViewportSize({ width: 1280, height: 1000 });
    });

    test('once saved, the next line is an event with the fields of the expression', async () => {
      await page.getByLabel(say('parsers.name'), { exact: true }).fill('shop');
      await page.getByLabel(say('parsers.conditions.contains')).fill('주문');
      await page.getByRole('button', { name: say('common.save') }).click();
      await page.getByText(say('parsers.saved', { name: 'shop' })).waitFor();
      await page.getByRole('button', { name: say('parsers.remove') }).waitFor();
      await page.getByText(say('parsers.readOf', { read: 2, all: 3 })).waitFor();
      const answer = await fetch(`${site.server.origin}/services/collector/event`, {
        method: 'POST',
        body: JSON.stringify({ event: LINES[0]?.replace(/^\S+ \S+/, new Date().toISOString()) }),
        headers: { authorization: `Splunk ${token}` },
      });
      expect(answer.status).toBe(200);
      await page.getByRole('link', { name: say('parsers.back') }).click();
      await page.getByRole('link', { name: 'shop' }).waitFor();
      await screenshot(page, 'parsers-ko');
      await page.getByRole('link', { name: say('parsers.show'), exact: true }).click();
      const row = page.getByRole('row', { name: /A-20417/ });
      await expect
        .poll(
          async () => {
            if ((await row.count()) > 0) return 1;
            await page.reload();
            await settled(page);
            return row.count();
          },
          { timeout: 20_000, interval: 1_000 },
        )
        .toBe(1);
      await page.goto(
        `${site.server.origin}/search?q=${encodeURIComponent('shop.order.id:A-20417 and shop.amount:15000')}`,
      );
      await row.first().click();
      await page.getByText('shop.order.id').first().waitFor();
      await screenshot(page, 'parser-event-ko');
      await page.goto(`${site.server.origin}/parsers`);
      await page.getByRole('link', { name: 'shop' }).click();
      await page.getByRole('button', { name: say('parsers.recentRead') }).click();
      await page.getByText(say('parsers.readOf', { read: 1, all: 1 })).waitFor();
      await screenshot(page, 'parser-saved-ko');
      expect(faults).toEqual([]);
    });
  },
);
