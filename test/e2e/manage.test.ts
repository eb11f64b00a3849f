import { type Lang, text } from '@haechi/locales';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeToken, setUp } from '../fault/server-process.ts';
import { hasChromium, launch, screenshot, settled, watch } from './browser.ts';
import { type ConsoleServer, startConsole } from './console-server.ts';

const PASSWORD = 'correct-horse-battery-staple-42';
const ANALYST_PASSWORD = 'teal-mountain-ferry-91-lantern';
const lang: Lang = 'en';
const say = (key: string, values: Record<string, string | number> = {}) => text(lang, `console.${key}`, values);

const RULE = `title: Backup account signs in
id: 6f1f3f0a-6f51-4d5e-9a67-3c6f3c7d1a10
status: test
logsource:
  product: linux
  service: sshd
detection:
  selection:
    - 'Accepted password for backup'
  condition: selection
level: medium
`;
const BROKEN_RULE = 'title: Nothing to detect\nlogsource:\n  product: linux\n';

describe.skipIf(!hasChromium)('managing in a real browser (skipped where /usr/bin/chromium is missing)', () => {
  let site: ConsoleServer;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let faults: string[];
  let token = '';

  const open = async (path: string) => {
    await page.goto(`${site.server.origin}${path}`);
    await settled(page);
  };
  const signIn = async (on: Page, username: string, password: string) => {
    await on.goto(`${site.server.origin}/login`);
    await on.getByLabel(say('login.username')).fill(username);
    await on.getByLabel(say('login.password'), { exact: true }).fill(password);
    await on.getByRole('button', { name: say('login.submit') }).click();
    await on.locator('#main h1').waitFor();
  };

  beforeAll(async () => {
    site = await startConsole();
    browser = await launch();
    const admin = await setUp(site.server, 'admin', PASSWORD);
    token = await makeToken(site.server, admin, ['ingest']);
    const patched = await fetch(`${site.server.origin}/api/v1/me`, {
      method: 'PATCH',
      headers: admin.headers,
      body: JSON.stringify({ lang }),
    });
    expect(patched.status).toBe(200);
    context = await browser.newContext({
      locale: lang,
      reducedMotion: 'reduce',
      viewport: { width: 1440, height: 900 },
    });
    ({ page, faults } = await watch(context, [/^401 GET \/api\/v1\/me$/]));
    await signIn(page, 'admin', PASSWORD);
  });
  afterAll(async () => {
    await browser?.close();
    await site?.close();
  });

  test('a tenant is added below another and keeps its own retention', async () => {
    await open('/tenants');
    await page.getByRole('button', { name: say('tenants.add') }).click();
    await page.getByLabel(say('tenants.name'), { exact: true }).fill('Acme Electronics');
    await page.getByLabel(say('tenants.slug')).fill('acme');
    await page.getByRole('button', { name: say('tenants.create'), exact: true }).click();
    const row = page.getByRole('treeitem', { name: /Acme Electronics/ });
    await row.getByRole('button', { name: say('tenants.edit') }).click();
    await page.getByLabel(say('tenants.retention')).fill('30');
    await page.getByRole('button', { name: say('common.save') }).click();
    await row.getByText(text(lang, 'console.tenants.kept.other', { count: 30 })).waitFor();
    await screenshot(page, 'tenants-with-children-en');
  });

  test('an administrator above decides what a tenant may send, and sees what it sent', async () => {
    await open('/tenants');
    const row = page.getByRole('treeitem', { name: /Acme Electronics/ });
    await row.getByRole('button', { name: say('tenants.edit') }).click();
    await page.getByLabel(say('tenants.rate')).fill('5000');
    await page.getByLabel(say('tenants.volume')).fill('2.5');
    await screenshot(page, 'tenant-bounds-en');
    await page.getByRole('button', { name: say('common.save') }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    const { rows } = (await (await page.request.get(`${site.server.origin}/api/v1/tenants`)).json()) as {
      rows: Record<string, unknown>[];
    };
    expect(rows.find(({ path }) => path === '/root/acme/')).toMatchObject({
      eventsPerSecond: 5_000,
      bytesPerDay: 2_500_000_000,
    });
    const sent = await fetch(`${site.server.origin}/services/collector/raw`, {
      method: 'POST',
      headers: { authorization: `Splunk ${token}` },
      body: 'a line that is counted\n'.repeat(50),
    });
    expect(sent.status).toBe(200);
    // Counts are written every ten seconds.
    const top = page.getByRole('treeitem').first();
    await expect
      .poll(
        async () => {
          await open('/tenants');
          return top.getByText('1.1 kB').count();
        },
        { timeout: 30_000, interval: 1_000 },
      )
      .toBe(1);
    await screenshot(page, 'tenants-usage-en');
  });

  test('an analyst of that tenant signs in, sees only it, and is offered nothing that would be refused', async () => {
    await open('/users');
    await page.getByRole('button', { name: say('users.add') }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(say('users.username')).fill('jane');
    await dialog.getByLabel(say('users.displayName')).fill('Jane Doe');
    await dialog.getByLabel(say('users.firstPassword'), { exact: true }).fill(ANALYST_PASSWORD);
    await dialog.getByRole('combobox', { name: say('nav.tenant') }).click();
    await page.getByRole('option', { name: '/root/acme/' }).click();
    await screenshot(page, 'user-dialog-en');
    await dialog.getByRole('button', { name: say('users.create'), exact: true }).click();
    await page.getByRole('cell', { name: 'jane', exact: true }).waitFor();

    const own = await browser.newContext({ locale: lang, reducedMotion: 'reduce' });
    const jane = await watch(own, [/^401 GET \/api\/v1\/me$/]);
    await signIn(jane.page, 'jane', ANALYST_PASSWORD);
    const menu = jane.page.getByRole('navigation', { name: say('nav.menu') });
    await menu.getByRole('link', { name: say('nav.incidents') }).waitFor();
    expect(await menu.getByRole('link', { name: say('nav.users'), exact: true }).count()).toBe(0);
    await jane.page.getByRole('combobox', { name: say('nav.tenant') }).click();
    // The tenants come a moment after the page.
    await expect
      .poll(() => jane.page.getByRole('option').allInnerTexts())
      .toEqual([say('nav.allTenants'), 'Acme Electronics']);
    await own.close();
    expect(jane.faults).toEqual([]);
  });

  test('a rule pack is taken up at once, with what could not be loaded and why', async () => {
    await open('/packs');
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: say('packs.pickZip') }).click();
    await (await chooser).setFiles([
      { name: 'backup.yml', mimeType: 'application/yaml', buffer: Buffer.from(RULE) },
      { name: 'broken.yml', mimeType: 'application/yaml', buffer: Buffer.from(BROKEN_RULE) },
    ]);
    await page.getByLabel(say('packs.name')).fill('own');
    // The server is quick; the answer is held back for as long as it takes to look.
    let answer = (): void => undefined;
    await page.route('**/api/v1/rules/packs?*', async (route) => {
      if (route.request().method() === 'POST') await new Promise<void>((resolve) => (answer = resolve));
      return route.continue();
    });
    await page.getByRole('button', { name: say('packs.send'), exact: true }).click();
    await page.getByRole('status').getByRole('progressbar').waitFor();
    await screenshot(page, 'packs-progress-en');
    answer();
    await page.getByText(say('packs.rejected')).waitFor();
    await page.unroute('**/api/v1/rules/packs?*');
    await page.getByRole('cell', { name: 'own', exact: true }).waitFor();
    await screenshot(page, 'packs-rejected-en');
    await open('/rules?text=Backup+account');
    await page.getByText('Backup account signs in').waitFor();
  });

  test('a rule of one’s own fires on what comes in, and is switched off with one click', async () => {
    const line = 'Nov 24 08:00:00 web01 sshd[77]: Accepted password for backup from 198.51.100.9 port 4242 ssh2';
    const sent = await fetch(`${site.server.origin}/services/collector/event`, {
      method: 'POST',
      headers: { authorization: `Splunk ${token}` },
      body: JSON.stringify({ event: line, host: 'web01' }),
    });
    expect(sent.status).toBe(200);
    await expect
      .poll(
        async () => {
          await open('/rules?text=Backup+account');
          return page.locator('tbody tr').first().innerText();
        },
        { timeout: 60_000, interval: 500 },
      )
      .not.toContain(say('rules.never'));
    const toggle = page.getByRole('switch', { name: say('rules.toggle', { rule: 'Backup account signs in' }) });
    expect(await toggle.isChecked()).toBe(true);
    await page.locator('label', { has: toggle }).or(toggle).last().click({ force: true });
    await expect.poll(() => toggle.isChecked(), { timeout: 30_000 }).toBe(false);
    await open('/rules?text=Backup+account&enabled=false');
    await page.getByText('Backup account signs in').waitFor();
  });

  test('the audit trail names every change that was made here, in words', async () => {
    await open('/audit');
    for (const action of ['tenant_create', 'tenant_update', 'user_create', 'rule_pack_upload', 'rule_update']) {
      await page
        .getByText(say(`audit.actions.${action}`))
        .first()
        .waitFor();
    }
    await page.locator('tbody tr').first().click();
    await page.getByRole('dialog', { name: say('audit.entry') }).waitFor();
    await screenshot(page, 'audit-entry-en');
  });

  test('settings: the zone holds for every time on the screen', async () => {
    await open('/settings');
    const zone = page.getByRole('combobox', { name: say('settings.timeZone'), exact: true });
    await zone.fill('America/New_York');
    await page.getByRole('option', { name: 'America/New_York' }).click();
    await page
      .getByRole('button', { name: say('common.save') })
      .first()
      .click();
    await page.getByText(say('settings.saved')).first().waitFor();
    await open('/audit');
    const time = page.locator('tbody time').first();
    const iso = (await time.getAttribute('datetime')) ?? '';
    const clock = new Intl.DateTimeFormat('sv-SE', {
      timeZone: 'America/New_York',
      dateStyle: 'short',
      timeStyle: 'medium',
    });
    expect((await time.innerText()).slice(0, 19)).toBe(clock.format(new Date(iso)));
    expect(await time.getAttribute('title')).toContain('UTC');
  });

  test('nothing was blocked, thrown or logged as an error on the whole way', () => {
    expect(faults).toEqual([]);
  });

  test('a record that could not be read is replayed, and turns up as an event', async () => {
    const body = JSON.stringify({ message: 'no envelope around it', run: 'e2e-replay' });
    const headers = { authorization: `Splunk ${token}` };
    const sent = await fetch(`${site.server.origin}/services/collector/event`, { method: 'POST', body, headers });
    expect(sent.status).toBe(400);
    const row = page.getByRole('row', { name: /e2e-replay/ });
    await expect
      .poll(
        async () => {
          await open('/dead-letters');
          return row.count();
        },
        { timeout: 60_000 },
      )
      .toBe(1);
    await screenshot(page, 'dead-letters-replay-en');
    await page.getByRole('button', { name: say('deadLetters.replay') }).click();
    await page.getByText(text(lang, 'console.deadLetters.replayed.one', { count: 1 })).waitFor();
    await row.waitFor({ state: 'detached' });
    await expect
      .poll(
        async () => {
          await open('/search?q=unmapped.run%3Ae2e-replay');
          return page.getByRole('row', { name: /no envelope around it/ }).count();
        },
        { timeout: 60_000 },
      )
      .toBe(1);
  });
});
