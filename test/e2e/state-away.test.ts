import { text } from '@haechi/locales';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { HAS_POSTGRES, type PostgresServer, startPostgres } from '../contract/postgres-server.ts';
import { hasChromium, launch, overflow, screenshot, settled, watch } from './browser.ts';
import { type ConsoleServer, startConsole } from './console-server.ts';

const PASSWORD = 'correct-horse-battery-staple-42';
const ko = (key: string) => text('ko', key);

describe.skipIf(!hasChromium || !HAS_POSTGRES)('the console while PostgreSQL is away', () => {
  let postgres: PostgresServer;
  let site: ConsoleServer;
  let browser: Browser;
  beforeAll(async () => {
    postgres = await startPostgres();
    site = await startConsole(['--state', await postgres.database()]);
    browser = await launch();
  });
  afterAll(async () => {
    await browser?.close();
    await site?.close();
    await postgres?.stop();
  });

  test('says so on an open screen and on one that is opened, and both go on by themselves', async () => {
    const context = await browser.newContext({ locale: 'ko-KR', viewport: { width: 1024, height: 768 } });
    const { page, faults } = await watch(context, [/^503 /, /^401 GET /]);
    await page.goto(site.link);
    await page.getByLabel(ko('console.setup.password'), { exact: true }).fill(PASSWORD);
    await page.getByLabel(ko('console.setup.again'), { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: ko('console.setup.submit') }).click();
    await page.getByRole('heading', { name: ko('console.nav.overview'), level: 1 }).waitFor();
    const other = (await watch(context, [/^503 /])).page;
    await page.goto(`${site.server.origin}/tokens`);
    await settled(page);

    await postgres.halt();
    const away = ko('api.errors.state_unreachable.message');
    await page.getByRole('link', { name: ko('console.nav.incidents') }).click();
    await page.getByText(away).first().waitFor();
    await page.getByText(ko('console.errors.goesOn')).first().waitFor();
    expect(await overflow(page)).toBe(0);
    await screenshot(page, 'state-away-ko');
    await other.goto(`${site.server.origin}/tenants`);
    await other.getByText(ko('console.errors.goesOn')).first().waitFor();

    await postgres.start();
    for (const [each, heading] of [
      [page, 'console.nav.incidents'],
      [other, 'console.nav.tenants'],
    ] as const) {
      await each.getByText(away).first().waitFor({ state: 'detached', timeout: 30_000 });
      await each.getByRole('heading', { name: ko(heading), level: 1 }).waitFor();
      await settled(each);
    }
    await page.locator('[data-state="open"]').first().waitFor({ timeout: 60_000 });
    expect(faults).toEqual([]);
  });
});
