import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { catalogue, type Lang, text } from '@haechi/locales';
import { strToU8, zipSync } from 'fflate';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { setUp } from '../fault/server-process.ts';
import { hasChromium, launch, overflow, screenshot, settled, untranslated } from './browser.ts';
import { type ConsoleServer, startConsole } from './console-server.ts';
import { PASSWORD, signedIn } from './sign-in.ts';

const lang: Lang = 'ko';
const say = (key: string, values: Record<string, string | number> = {}) => text(lang, `console.${key}`, values);
const sshd = (count: number, host: string) =>
  Array.from(
    { length: count },
    (_, n) => `Jan  2 03:04:05 ${host} sshd[${n}]: Failed password for root from 192.0.2.${n % 250} port ${n} ssh2\n`,
  ).join('');

describe.skipIf(!hasChromium)('uploads in a real browser (skipped where /usr/bin/chromium is missing)', () => {
  let site: ConsoleServer;
  let browser: Browser;
  let page: Page;
  let faults: string[];
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'uploads-e2e-'));
    site = await startConsole();
    browser = await launch();
    await setUp(site.server, 'admin', PASSWORD);
    // The connection that a test cuts, and nothing else.
    ({ page, faults } = await signedIn(browser, site, lang, { width: 1440, height: 900 }));
  });
  afterAll(async () => {
    await browser?.close();
    await site?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const pick = async (button: string, files: string | string[]) => {
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: say(button) }).click();
    await (await chooser).setFiles(files);
  };
  const row = (name: string) => page.getByRole('row').filter({ hasText: name });
  const isDone = (name: string) =>
    row(name).getByText(say('uploads.statuses.done'), { exact: true }).waitFor({ timeout: 60_000 });

  test('the empty page says what to do, in words', async () => {
    await page.goto(`${site.server.origin}/uploads`);
    await settled(page);
    await page.getByText(say('uploads.noneHint')).waitFor();
    await screenshot(page, 'uploads-empty-ko');
    const keys = new Set(
      [...catalogue(lang).keys()].flatMap((key) => (key.startsWith('console.') ? key.slice(8) : [])),
    );
    expect([await overflow(page), await untranslated(page, keys)]).toEqual([0, []]);
  });

  test('a folder is sent with its names, read, and found in the search', async () => {
    const root = path.join(folder, 'case-7');
    mkdirSync(path.join(root, 'web-1'), { recursive: true });
    writeFileSync(path.join(root, 'web-1', 'auth.log'), sshd(30, 'web-1'));
    writeFileSync(path.join(root, 'web-1', 'second.log'), `${sshd(5, 'web-2')}\u0001\u0000\u0002\u0000\n`);
    await pick('uploads.pickFolder', root);
    await isDone('case-7/web-1/auth.log');
    await isDone('case-7/web-1/second.log');
    await row('case-7/web-1/auth.log').click();
    await page.getByRole('link', { name: say('uploads.openEvents') }).click();
    await page.getByText(text(lang, 'console.search.count.other', { count: 30 })).waitFor();
  });

  test('records that could not be read are a click away, and replayed from there', async () => {
    await page.goto(`${site.server.origin}/uploads`);
    await settled(page);
    await row('case-7/web-1/second.log').click();
    await page.getByRole('link', { name: say('uploads.openUnreadable') }).click();
    await page.getByRole('button', { name: say('deadLetters.replay') }).waitFor();
    await page.getByText('upload:case-7/web-1/second.log').first().waitFor();
    await page.getByText(say('deadLetters.reasons.binary')).first().waitFor();
  });

  test('an archive of which a part cannot be read says which part and why', async () => {
    const zip = zipSync({ 'ok/auth.log': strToU8(sshd(7, 'db-1')), '../../etc/cron.d/x': strToU8('x') });
    writeFileSync(path.join(folder, 'evidence.zip'), zip);
    await page.goto(`${site.server.origin}/uploads`);
    await settled(page);
    await pick('uploads.pickFiles', path.join(folder, 'evidence.zip'));
    await isDone('evidence.zip');
    await row('evidence.zip').click();
    await page.getByText(text(lang, 'console.uploads.problems.one', { count: 1 })).waitFor();
    await page.getByText(say('uploads.reasons.archive_path_escape')).waitFor();
    await screenshot(page, 'uploads-problems-ko');
    await page.getByRole('button', { name: say('uploads.remove') }).click();
    // Before the question is there, the last button of that name is still the first.
    await page.getByText(say('uploads.removeQuestion')).waitFor();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: say('uploads.remove') })
      .last()
      .click();
    await row('evidence.zip').waitFor({ state: 'detached' });
  });

  test('a drop is taken; a lost connection is waited for, and the file goes on where it stopped', async () => {
    const parts: number[] = [];
    let cuts = 0;
    await page.route('**/api/v1/uploads/*', async (route) => {
      const request = route.request();
      if (request.method() === 'PATCH') {
        parts.push(Number(request.headers()['upload-offset']));
        if (parts.length === 2 && cuts++ === 0) return route.abort('connectionreset');
      }
      return route.continue();
    });
    // 9 MB are three parts; the page makes the file itself, as a drop in a script has none from disk.
    await page.evaluate(`{
      const line = 'Jan  2 03:04:05 big-1 sshd[1]: Accepted password for kim from 192.0.2.7 port 22 ssh2\\n';
      const file = new File([line.repeat(9e6 / line.length)], 'big.log', { lastModified: 1 });
      const transfer = new DataTransfer();
      transfer.items.add(file);
      const zone = document.querySelector('section[aria-label=${JSON.stringify(say('uploads.drop'))}]');
      zone.dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: transfer }));
    }`);
    await page.getByText(say('uploads.outgoing.waiting')).waitFor();
    await screenshot(page, 'uploads-waiting-ko');
    await row('big.log').waitFor({ timeout: 60_000 });
    await expect.poll(() => parts, { timeout: 60_000 }).toEqual([0, 4_194_304, 4_194_304, 8_388_608]);
    await page.getByRole('region', { name: say('uploads.sending') }).waitFor({ state: 'detached' });
    await row('big.log').getByText(say('uploads.statuses.done'), { exact: true }).waitFor({ timeout: 180_000 });
    await screenshot(page, 'uploads-ko');
  });

  test('nothing failed in the page', () => {
    expect(faults.filter((fault) => !fault.includes('ERR_CONNECTION_RESET'))).toEqual([]);
  });
});
