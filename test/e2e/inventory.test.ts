import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { catalogue, type Lang, text } from '@haechi/locales';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeToken, setUp } from '../fault/server-process.ts';
import { hasChromium, launch, overflow, screenshot, settled, untranslated } from './browser.ts';
import { type ConsoleServer, startConsole } from './console-server.ts';
import { inCp949 } from './cp949.ts';
import { PASSWORD, signedIn } from './sign-in.ts';

const lang: Lang = 'ko';
const say = (key: string, values: Record<string, string | number> = {}) => text(lang, `console.${key}`, values);
const keys = new Set([...catalogue(lang).keys()].flatMap((key) => (key.startsWith('console.') ? key.slice(8) : [])));
const ASSETS = [
  '자산명,IP 주소,호스트명,담당자,부서,중요도,태그,층',
  '결제 웹 서버,,web01,김민수,플랫폼팀,매우 높음,결제; 개인정보,3',
  '사무실 3층,10.20.3.0/24,,이서연,총무팀,낮음,사무실,3',
  '깨진 줄,10.20.3.999,,,,보통,,',
  '사무실 3층,10.20.4.0/24,,,,,,',
  '이름만 있는 줄,,,,,,,',
];

/** `10/Aug/2026:04:12:01 +0000` */
function clf(date: Date): string {
  const [, day, month, year, time] = date.toUTCString().split(' ');
  return `${day}/${month}/${year}:${time} +0000`;
}

describe.skipIf(!hasChromium)('assets and users in a real browser (skipped where /usr/bin/chromium is missing)', () => {
  let site: ConsoleServer;
  let browser: Browser;
  let page: Page;
  let faults: string[];
  let folder: string;
  let token: string;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'inventory-e2e-'));
    site = await startConsole();
    browser = await launch();
    token = await makeToken(site.server, await setUp(site.server, 'admin', PASSWORD), ['ingest']);
    ({ page, faults } = await signedIn(browser, site, lang, { width: 1280, height: 800 }, [
      /^400 PUT \/api\/v1\/inventory\/assets$/,
    ]));
  });
  afterAll(async () => {
    await browser?.close();
    await site?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const open = async (address: string) => {
    await page.goto(`${site.server.origin}${address}`);
    await settled(page);
  };
  /** A picture at each width, and that nothing is wrong on the way. */
  const look = async (name: string) => {
    for (const width of [1280, 1024]) {
      await page.setViewportSize({ width, height: 800 });
      await screenshot(page, `inventory-${name}-${width}`);
      expect([name, width, await overflow(page), await untranslated(page, keys)]).toEqual([name, width, 0, []]);
    }
    await page.setViewportSize({ width: 1280, height: 800 });
  };
  const pick = async (file: string) => {
    const chooser = page.waitForEvent('filechooser');
    await page.getByLabel(say('inventory.pick')).click();
    await (await chooser).setFiles(file);
  };
  const dialog = () => page.getByRole('dialog');
  const row = (name: string) => page.getByRole('row').filter({ hasText: name });

  test('the empty page teaches by an example', async () => {
    await open('/inventory');
    await page.getByText(say('inventory.noneHint')).waitFor();
    await look('empty');
  });

  test('the example is a file that can be imported', async () => {
    writeFileSync(path.join(folder, 'example.csv'), say('inventory.exampleUsers'));
    await open('/inventory?table=users');
    await page.getByRole('button', { name: say('inventory.importUsersTitle') }).click();
    await pick(path.join(folder, 'example.csv'));
    await dialog()
      .getByText(say('inventory.toAdd', { count: 2 }))
      .waitFor();
    await dialog()
      .getByText(say('inventory.refused', { count: 0 }))
      .waitFor();
    await dialog()
      .getByRole('button', { name: say('inventory.import'), exact: true })
      .click();
    await row('admin01').getByText('박서연').waitFor();
    await look('users');
  });

  test('a file in CP949 is looked at before it is taken: its faults by line, with the reason', async () => {
    writeFileSync(path.join(folder, 'assets.csv'), inCp949(ASSETS.join('\r\n')));
    await open('/inventory');
    await page.getByRole('button', { name: say('inventory.importTitle') }).click();
    await pick(path.join(folder, 'assets.csv'));
    await dialog()
      .getByText(say('inventory.toAdd', { count: 2 }))
      .waitFor();
    await dialog()
      .getByText(say('inventory.unknownColumns', { columns: '층' }))
      .waitFor();
    for (const reason of ['address_invalid', 'duplicate', 'nothing_to_match'])
      await dialog()
        .getByText(say(`inventory.reasons.${reason}`))
        .waitFor();
    await dialog()
      .getByRole('row', { name: /^4 .*10\.20\.3\.999$/ })
      .waitFor();
    await look('preview');
    await dialog()
      .getByRole('button', { name: say('inventory.import'), exact: true })
      .click();
    await row('결제 웹 서버').getByText('web01').waitFor();
    await look('assets');
  });

  test('found by a part of a value, and by criticality', async () => {
    await page.getByLabel(say('inventory.find')).fill('이서');
    await row('결제 웹 서버').waitFor({ state: 'detached' });
    await row('사무실 3층').waitFor();
    await page.getByLabel(say('inventory.find')).fill('없는 이름');
    await page.getByText(say('inventory.noneFiltered')).waitFor();
    await open('/inventory?criticality=critical');
    await row('결제 웹 서버').waitFor();
    expect(await row('사무실 3층').count()).toBe(0);
  });

  test('a row is changed, with the reason where it cannot be, and removed', async () => {
    await open('/inventory');
    await row('사무실 3층').click();
    await dialog()
      .getByRole('textbox', { name: say('inventory.fields.addresses') })
      .fill('10.20.3.0/24\nnowhere');
    await dialog()
      .getByRole('button', { name: say('common.save') })
      .click();
    await dialog().getByText(say('inventory.reasons.address_invalid')).waitFor();
    await look('edit-refused');
    await dialog()
      .getByRole('textbox', { name: say('inventory.fields.addresses') })
      .fill('10.20.3.0/24\n10.20.5.7');
    await dialog().getByLabel(say('inventory.fields.owner')).fill('박지훈');
    await look('edit');
    await dialog()
      .getByRole('button', { name: say('common.save') })
      .click();
    await row('박지훈').getByText('10.20.5.7').waitFor();
    await page.getByRole('button', { name: say('inventory.add') }).click();
    await dialog().getByLabel(say('inventory.fields.name')).fill('시험 장비');
    await dialog().getByLabel(say('inventory.fields.hosts')).fill('test-9');
    await dialog()
      .getByRole('button', { name: say('common.save') })
      .click();
    await row('시험 장비').click();
    await dialog()
      .getByRole('button', { name: say('inventory.remove') })
      .click();
    await page.getByText(say('inventory.removeQuestion', { name: '시험 장비' })).waitFor();
    await page
      .getByRole('button', { name: say('inventory.remove') })
      .last()
      .click();
    await row('시험 장비').waitFor({ state: 'detached' });
  });

  test('a long list is fetched page by page', async () => {
    const csv = ['name', ...Array.from({ length: 250 }, (_, at) => `pc-${String(at).padStart(3, '0')}`)].join('\n');
    writeFileSync(path.join(folder, 'many.csv'), csv);
    await page.getByRole('button', { name: say('inventory.import'), exact: true }).click();
    await pick(path.join(folder, 'many.csv'));
    await dialog()
      .getByText(say('inventory.toAdd', { count: 250 }))
      .waitFor();
    await dialog()
      .getByRole('button', { name: say('inventory.import'), exact: true })
      .click();
    await page.getByText(text(lang, 'console.inventory.count.other', { count: 252 })).waitFor();
    await row('pc-000').hover();
    await expect
      .poll(
        async () => {
          await page.mouse.wheel(0, 4_000);
          return row('pc-249').count();
        },
        { timeout: 20_000 },
      )
      .toBe(1);
  });

  test('what is exported opens in a spreadsheet', async () => {
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: say('inventory.export') }).click();
    const file = await (await download).path();
    const exported = readFileSync(file, 'utf8');
    expect(exported.startsWith('\uFEFF자산 이름,')).toBe(true);
    expect(exported).toContain('결제 웹 서버');
  });

  test('an incident on a critical asset is more urgent than its rule says, and says why', {
    timeout: 120_000,
  }, async () => {
    const attack = `<190>1 ${new Date().toISOString()} web01 nginx - - - 203.0.113.66 - - [${clf(new Date())}] "GET /item?id=5+union+select+null,null,version()--+- HTTP/1.1" 200 5316 "-" "curl/8"`;
    const answer = await fetch(`${site.server.origin}/services/collector/event`, {
      method: 'POST',
      headers: { authorization: `Splunk ${token}` },
      body: JSON.stringify({ event: attack }),
    });
    expect(answer.status).toBe(200);
    const raised = page.getByRole('img', { name: say('incidents.raised', { level: say('level.high') }) });
    await expect
      .poll(
        async () => {
          await open('/incidents');
          return raised.count();
        },
        { timeout: 60_000, interval: 1_000 },
      )
      .toBeGreaterThan(0);
    await look('incidents');
    await page.getByRole('row').nth(1).click();
    await settled(page);
    await page.getByRole('heading', { name: say('incident.stakes') }).waitFor();
    await page
      .getByText(
        say('incident.raised.asset', {
          name: '결제 웹 서버',
          criticality: say('criticality.critical'),
          from: say('level.high'),
          to: say('level.critical'),
        }),
      )
      .waitFor();
    await look('incident');
    await open('/inventory?text=web01');
    await row('결제 웹 서버').click();
    await dialog()
      .getByRole('link', { name: say('inventory.events') })
      .click();
    await page.getByText('union+select').first().waitFor();
  });

  test('nothing was blocked, thrown or logged as an error on the whole way', () => {
    expect(faults).toEqual([]);
  });
});
