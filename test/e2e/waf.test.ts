import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Lang, text } from '@haechi/locales';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningWaf, startWaf } from '../../apps/waf/waf.ts';
import { wafRuleFiles } from '../../content/waf.ts';
import { hecTarget } from '../../packages/hec/index.ts';
import { makeToken, setUp } from '../fault/server-process.ts';
import { hasChromium, launch, screenshot, settled } from './browser.ts';
import { type ConsoleServer, startConsole } from './console-server.ts';
import { PASSWORD, signedIn } from './sign-in.ts';

const lang: Lang = 'ko';
const say = (key: string, values: Record<string, string | number> = {}) => text(lang, `console.${key}`, values);
const ATTACK = '/board?q=%27%20union%20select%20password%20from%20users--';

describe.skipIf(!hasChromium)(
  'sites behind the WAF in a real browser (skipped where /usr/bin/chromium is missing)',
  () => {
    const backend = createServer((_request, response) => response.end('the board'));
    let site: ConsoleServer;
    let browser: Browser;
    let page: Page;
    let faults: string[];
    let token = '';
    let folder = '';
    let waf: RunningWaf | undefined;

    beforeAll(async () => {
      folder = await mkdtemp(path.join(tmpdir(), 'waf-e2e-'));
      await once(backend.listen(0, '127.0.0.1'), 'listening');
      site = await startConsole();
      browser = await launch();
      token = await makeToken(site.server, await setUp(site.server, 'admin', PASSWORD), ['ingest', 'waf']);
      ({ page, faults } = await signedIn(browser, site, lang, { width: 1440, height: 1000 }));
    });
    afterAll(async () => {
      await waf?.close();
      await browser?.close();
      await site?.close();
      backend.closeAllConnections();
      backend.close();
      await rm(folder, { recursive: true, force: true });
    });

    test('a site is added, and the page says how to start its WAF', async () => {
      await page.goto(`${site.server.origin}/waf`);
      await settled(page);
      await page.getByText(say('waf.noneHint')).waitFor();
      await screenshot(page, 'waf-empty-ko');
      await page
        .getByRole('button', { name: say('waf.add') })
        .first()
        .click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel(say('waf.name')).fill('board.example.kr');
      const { port } = backend.address() as AddressInfo;
      await dialog.getByLabel(say('waf.upstream')).fill(`http://127.0.0.1:${port}`);
      await dialog.getByRole('button', { name: say('waf.create'), exact: true }).click();
      await page.getByText('--site board.example.kr').waitFor();
      await page.getByText(say('waf.neverSeen')).waitFor();
    });

    test('a pasted request is judged by the policy as it is saved', async () => {
      await page.getByLabel(say('waf.request')).fill(`GET ${ATTACK} HTTP/1.1\nUser-Agent: Mozilla/5.0\n`);
      await page.getByRole('button', { name: say('waf.judge') }).click();
      await page.getByText(say('waf.verdicts.reported')).waitFor();
      await page.getByText(say('waf.modes.block'), { exact: true }).click();
      await page.getByRole('button', { name: say('common.save') }).click();
      await page.getByText(say('waf.saved', { name: 'board.example.kr' })).waitFor();
      await page.getByRole('button', { name: say('waf.judge') }).click();
      await page.getByText(say('waf.verdicts.blocked')).waitFor();
      await screenshot(page, 'waf-site-ko');
    });

    test('a WAF takes the policy, and a false positive is excluded by one click on its event', async () => {
      waf = await startWaf({
        rules: wafRuleFiles(),
        listen: { host: '127.0.0.1', port: 0 },
        trustedProxies: [],
        failOpen: false,
        log: () => undefined,
        policy: {
          platform: new URL(site.server.origin),
          token,
          site: 'board.example.kr',
          cacheFile: path.join(folder, 'policy.json'),
          say: () => undefined,
          everyMs: 200,
        },
        exchangeLog: {
          target: hecTarget(site.server.origin, token),
          site: 'board.example.kr',
          folder,
          slot: 0,
          slots: 1,
          bodyLimit: 65_536,
          spoolBytes: 1e9,
          what: 'all',
          masking: [],
        },
      });
      const ask = async () => (await fetch(`http://127.0.0.1:${waf?.port}${ATTACK}`)).status;
      expect(await ask()).toBe(403);
      const row = page.getByRole('row', { name: /users-- 403/ }).first();
      await expect
        .poll(
          async () => {
            await page.goto(`${site.server.origin}/search?q=${encodeURIComponent('event.dataset:haechi.waf')}`);
            await settled(page);
            return row.count();
          },
          { timeout: 60_000 },
        )
        .toBe(1);
      await row.click();
      await page.getByRole('tab', { name: say('waf.matched') }).click();
      await page.getByRole('cell', { name: 'ARGS:q' }).first().waitFor();
      await screenshot(page, 'waf-event-ko');
      await page.getByRole('button', { name: say('waf.declareNormal') }).click();
      await page.getByRole('button', { name: say('waf.declareNormal') }).waitFor({ state: 'detached' });
      await expect.poll(ask, { timeout: 30_000 }).toBe(200);

      await page.getByRole('link', { name: 'board.example.kr' }).click();
      await page.getByRole('cell', { name: '/board' }).first().waitFor();
      await page.getByText(say('waf.current')).waitFor({ timeout: 60_000 });
      await screenshot(page, 'waf-exclusions-ko');
      await page.getByRole('button', { name: say('waf.addBlock') }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel(say('waf.who')).fill('127.0.0.0/8');
      await dialog.getByLabel(say('waf.reason')).fill('e2e');
      await dialog.getByRole('button', { name: say('waf.addBlock') }).click();
      await page.getByRole('cell', { name: '127.0.0.0/8' }).waitFor();
      await expect.poll(ask, { timeout: 30_000 }).toBe(403);
      expect(faults).toEqual([]);
      // The waits inside take up to three minutes on a busy machine, most of them for a new server's rules to be compiled.
    }, 240_000);
  },
);
