import { type Lang, text } from '@haechi/locales';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sendAttack } from './attack-logs.ts';
import { hasChromium, launch, overflow, screenshot, settled, watch } from './browser.ts';
import { type ConsoleServer, startConsole } from './console-server.ts';

const PASSWORD = 'correct-horse-battery-staple-42';
const ATTACKER = '203.0.113.66';
const say = (lang: Lang, key: string, values: Record<string, string | number> = {}) =>
  text(lang, `console.${key}`, values);
const ko = (key: string, values: Record<string, string | number> = {}) => say('ko', key, values);

describe.skipIf(!hasChromium)('the console in a real browser (skipped where /usr/bin/chromium is missing)', () => {
  let site: ConsoleServer;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let faults: string[];
  let token = '';

  beforeAll(async () => {
    site = await startConsole();
    browser = await launch();
    context = await browser.newContext({
      locale: 'ko-KR',
      viewport: { width: 1440, height: 900 },
      reducedMotion: 'reduce',
    });
    // Before sign-in and after the session's end answers are 401; a broken query is 400 on purpose.
    const expected = [/^401 GET /, /^400 POST \/api\/v1\/search/];
    ({ page, faults } = await watch(context, expected));
  });
  afterAll(async () => {
    await browser?.close();
    await site?.close();
  });

  test('without an administrator every page leads to the sign-in, which says what to do', async () => {
    await page.goto(`${site.server.origin}/incidents`);
    await page.getByText(ko('login.setupNeeded')).waitFor();
    expect(new URL(page.url()).pathname).toBe('/login');
  });

  test('the one-time link refuses a weak password with its rule and makes the administrator', async () => {
    await page.goto(site.link);
    await page.getByLabel(ko('setup.password'), { exact: true }).fill('short');
    await page.getByLabel(ko('setup.again'), { exact: true }).fill('other');
    await page.getByRole('button', { name: ko('setup.submit') }).click();
    await page.getByText(ko('setup.againRule')).waitFor();
    await screenshot(page, 'setup-ko');
    await page.getByLabel(ko('setup.password'), { exact: true }).fill(PASSWORD);
    await page.getByLabel(ko('setup.again'), { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: ko('setup.submit') }).click();
    await page.getByRole('heading', { name: ko('nav.overview'), level: 1 }).waitFor();
  });

  test('an empty installation says how to send logs, with a command for this very address', async () => {
    await settled(page);
    const command = page.getByLabel(ko('send.command'));
    await command.waitFor();
    expect(await command.innerText()).toContain(`${site.server.origin}/services/collector/event`);
    await screenshot(page, 'overview-empty-ko');
  });

  test('a token is shown once and stands in the ready-made configuration', async () => {
    await page.keyboard.press('g');
    await page.keyboard.press('k');
    await page.getByRole('heading', { name: ko('nav.tokens'), level: 1 }).waitFor();
    await page
      .getByRole('button', { name: ko('tokens.add') })
      .first()
      .click();
    await page.getByLabel(ko('tokens.name')).fill('web01');
    await page.getByRole('button', { name: ko('tokens.create'), exact: true }).click();
    token = (await page.getByLabel(ko('tokens.secret')).innerText()).trim();
    expect(token).toMatch(/^hk_/);
    expect(await page.getByLabel('curl (HEC)').last().innerText()).toContain(`Splunk ${token}`);
    await screenshot(page, 'token-created-ko');
    await page.reload();
    await page.getByText('web01').first().waitFor();
    expect(await page.getByText(token).count()).toBe(0);
  });

  test('logs sent over HEC are found by search, and narrowed by field and by value', async () => {
    await sendAttack(site.server.origin, token);
    await page.goto(`${site.server.origin}/search`);
    await settled(page);
    await expect
      .poll(
        async () => {
          await page.getByRole('button', { name: ko('common.refresh') }).click();
          return page.locator('tbody tr').count();
        },
        { timeout: 60_000, interval: 500 },
      )
      .toBeGreaterThan(10);
    await page.keyboard.press('/');
    await page.keyboard.type(`source.ip:${ATTACKER}`);
    await page.keyboard.press('Enter');
    await page.waitForURL((url) => (url.searchParams.get('q') ?? '').includes(ATTACKER));
    await settled(page);
    const row = page.locator('tbody tr').first();
    await row.getByText(ATTACKER).waitFor();
    await row.click();
    await page.getByRole('tab', { name: ko('event.raw') }).click();
    expect(await page.getByLabel(ko('event.raw')).last().innerText()).toContain(ATTACKER);
    expect(new URL(page.url()).searchParams.get('event')).not.toBeNull();
    await screenshot(page, 'search-event-ko');
    await page.keyboard.press('Escape');
    const field = page.getByRole('button', { name: 'url.path', exact: true });
    await field.click();
    await page
      .getByTitle(/^이 값만 보기/)
      .first()
      .click();
    await page.waitForURL((url) => (url.searchParams.get('q') ?? '').includes(' AND url.path:'));
  });

  test('a mistake in the query is underlined where it is', async () => {
    await page.goto(`${site.server.origin}/search?q=${encodeURIComponent('host.name:(web01')}`);
    await page.locator('mark').waitFor();
    expect(await page.locator('#search-box').getAttribute('aria-invalid')).toBe('true');
    expect(await page.locator('mark').innerText()).toBe('(');
    await screenshot(page, 'search-mistake-ko');
  });

  test('drawing over the histogram narrows the time', async () => {
    await page.goto(`${site.server.origin}/search?range=1h`);
    await settled(page);
    const box = await page.locator('.u-over').boundingBox();
    if (box === null) throw new Error('no histogram');
    await page.mouse.move(box.x + box.width * 0.3, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.8, box.y + box.height / 2, { steps: 6 });
    await page.mouse.up();
    await page.waitForURL((url) => url.searchParams.has('from') && url.searchParams.has('to'));
    const { searchParams } = new URL(page.url());
    const minutes = (Date.parse(searchParams.get('to') ?? '') - Date.parse(searchParams.get('from') ?? '')) / 60_000;
    expect(minutes).toBeGreaterThan(25);
    expect(minutes).toBeLessThan(35);
  });

  test('the incident tells its story, opens its evidence with one key, and is taken over', async () => {
    await page.goto(`${site.server.origin}/incidents`);
    await page.locator('tbody tr').first().waitFor({ timeout: 60_000 });
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/incidents\/[^/]+$/);
    await settled(page);
    await page.locator('ol > li').nth(3).waitFor();
    await page.keyboard.press('e');
    await page.getByRole('tab', { name: ko('event.native') }).click();
    await screenshot(page, 'incident-evidence-ko');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: ko('incident.takeIt') }).click();
    await page.getByText(ko('incident.saved')).first().waitFor();
    await page.getByLabel(ko('incident.newNote')).fill('방화벽 차단 요청함');
    await page.getByRole('button', { name: ko('incident.addNote') }).click();
    await page.getByText('방화벽 차단 요청함').first().waitFor();
    const href = await page.getByRole('link', { name: 'HTML' }).getAttribute('href');
    const report = await page.request.get(`${site.server.origin}${href}`);
    expect(report.status()).toBe(200);
    expect(await report.text()).toContain(ATTACKER);
  });

  test('“this is normal here” makes an exception of the rule, which the rule then lists', async () => {
    await page
      .getByRole('button', { name: ko('exception.action') })
      .first()
      .click();
    const effect = page.getByRole('region', { name: ko('exception.effect') });
    await effect.locator('p').first().waitFor();
    expect(await effect.innerText()).toMatch(/7일.*\d건/);
    expect(await overflow(page)).toBe(0);
    await screenshot(page, 'exception-effect-ko');
    await page
      .getByRole('dialog')
      .getByRole('button', { name: ko('exception.action') })
      .click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await page.locator('ol > li a').first().click();
    await page.getByRole('tab', { name: ko('exception.list') }).click();
    await page.getByText(ko('exception.defaultReason')).waitFor();
    await page.getByRole('tab', { name: ko('rules.yaml') }).click();
    expect(await page.getByLabel(ko('rules.yaml')).last().innerText()).toContain('detection:');
    await screenshot(page, 'rule-ko');
  });

  test('the number on a tile opens exactly its rows', async () => {
    await page.goto(`${site.server.origin}/`);
    await settled(page);
    const tile = page.locator('a', { hasText: ko('overview.openOfLevel', { level: ko('level.critical') }) });
    const count = Number((await tile.innerText()).match(/\d+$/)?.[0]);
    expect(count).toBeGreaterThan(0);
    await tile.click();
    await page.locator('tbody tr').first().waitFor();
    expect(await page.locator('tbody tr').count()).toBe(count);
  });

  test('the map of the keyboard opens with ? and closes with Escape', async () => {
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: ko('help.title') }).waitFor();
    await screenshot(page, 'help-ko');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog', { name: ko('help.title') }).waitFor({ state: 'hidden' });
  });

  test('the language menu switches the whole screen at once and is remembered', async () => {
    for (const [from, to] of [
      ['ko', 'ja'],
      ['ja', 'en'],
    ] as const) {
      await page.getByRole('button', { name: say(from, 'nav.language') }).click();
      await page.locator(`[role=menuitem][lang=${to}]`).click();
      await page.getByRole('heading', { name: say(to, 'nav.incidents'), level: 1 }).waitFor();
      await page.reload();
      await page.getByRole('heading', { name: say(to, 'nav.incidents'), level: 1 }).waitFor();
      expect(await page.locator('html').getAttribute('lang')).toBe(to);
    }
  });

  test('a session that ended elsewhere leads to the sign-in and back to the same page', async () => {
    await page.goto(`${site.server.origin}/rules?view=fired`);
    await settled(page);
    await context.clearCookies();
    await page.getByRole('link', { name: say('en', 'nav.incidents') }).click();
    await page.getByLabel(say('en', 'login.username')).fill('admin');
    await page.getByLabel(say('en', 'login.password'), { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: say('en', 'login.submit') }).click();
    await page.getByRole('heading', { name: say('en', 'nav.incidents'), level: 1 }).waitFor();
  });

  test('signing out leaves nothing behind', async () => {
    await page.getByRole('button', { name: 'admin' }).click();
    await page.getByRole('menuitem', { name: say('en', 'nav.logout') }).click();
    await page.getByLabel(say('en', 'login.username')).waitFor();
    await page.goto(`${site.server.origin}/incidents`);
    await page.getByLabel(say('en', 'login.username')).waitFor();
    expect(new URL(page.url()).searchParams.get('to')).toBe('/incidents');
  });

  test('nothing was blocked, thrown or logged as an error on the whole way', () => {
    expect(faults).toEqual([]);
  });
});
