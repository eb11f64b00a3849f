import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Finding } from '@haechi/event';
import { LANGS } from '@haechi/locales';
import { describe, expect, test } from 'vitest';
import type { EventRow } from '../store/ports.ts';
import type { IncidentReportData } from './data.ts';
import { analysisReport, incidentReport, REPORT_FORMATS, renderHtml, renderPdf, renderReport } from './index.ts';
import { REPORT_LIMITS } from './limits.ts';

const HOSTILE =
  '#import "evil.typ": * // $x$ *b* _i_ `r` <label> @ref \\ [c] ]{}#eval("1+1") <script>alert(1)</script>\u202egnp.exe\u0000';
const RULE = {
  title: { ko: '웹셸 명령 실행', en: 'Command sent to a webshell', ja: 'Webシェルへのコマンド送信' },
  response: { ko: '파일을 격리합니다.', en: 'Quarantine the file.', ja: 'ファイルを隔離します。' },
};

const finding = (n: number, more: Partial<Finding> = {}): Finding => ({
  id: `f${n}`,
  tenant: '/root/hanbit/',
  time: new Date(Date.UTC(2026, 7, 10, 3, 0, n)).toISOString(),
  ruleId: 'r1',
  title: 'Command sent to a webshell',
  level: 'critical',
  attack: ['attack.execution', 'attack.t1059.004'],
  entities: { host: ['web01'], address: ['203.0.113.66'] },
  eventIds: ['e1'],
  count: 1,
  ...more,
});

const event = (n: number, raw: string): EventRow => ({
  id: `e${n}`,
  tenant: '/root/hanbit/',
  time: new Date(Date.UTC(2026, 7, 10, 3, 0, n)).toISOString(),
  ingested: '2026-08-10T03:00:01.000Z',
  position: 1,
  decoder: 'web-access',
  source: 'syslog:10.0.0.5',
  raw,
  event: { '@timestamp': '2026-08-10T03:00:00.000Z', ecs: { version: '9.1.0' }, event: { kind: 'event' } },
  native: {},
  logsource: {},
});

function incidentData(
  findings: readonly Finding[],
  events: readonly EventRow[] = [event(1, 'GET /x')],
): IncidentReportData {
  return {
    generated: '2026-08-10T05:00:00.000Z',
    version: '0.1.0',
    rules: { r1: RULE },
    tenantName: '한빛물산',
    incident: {
      id: 'inc1',
      tenant: '/root/hanbit/',
      status: 'new',
      level: 'critical',
      title: 'Command sent to a webshell',
      titleRuleId: 'r1',
      firstTime: '2026-08-10T03:00:00.000Z',
      lastTime: '2026-08-10T04:30:05.000Z',
      tactics: ['initial-access', 'execution'],
      entities: {},
      findingIds: findings.map(({ id }) => id),
      findingCount: findings.length,
    },
    findings,
    events,
  };
}

const noPdftotext = spawnSync('pdftotext', ['-v']).error !== undefined;

/** Text of a PDF as a reader would copy it, without white space. */
function pdfText(pdf: Uint8Array): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'report-'));
  try {
    writeFileSync(path.join(folder, 'r.pdf'), pdf);
    return execFileSync('pdftotext', ['-layout', path.join(folder, 'r.pdf'), '-'], {
      encoding: 'utf8',
    }).replace(/\s+/g, '');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const allText = (value: unknown): string => JSON.stringify(value);

test('an incident report is titled, dated and advised in the language asked for', () => {
  for (const lang of LANGS) {
    const document = incidentReport(incidentData([finding(1), finding(2)]), lang);
    expect(document.title).toBe(RULE.title[lang]);
    expect(document.sections.map(({ id }) => id)).toEqual([
      'summary',
      'facts',
      'timeline',
      'entities',
      'findings',
      'response',
      'method',
      'records',
    ]);
    expect(allText(document)).toContain(RULE.response?.[lang]);
    expect(allText(document)).not.toMatch(/report\.[a-z]+\./);
  }
});

test('what raised the priority is among the facts, in words; where nothing did there is no such fact', () => {
  const data = incidentData([finding(1)]);
  const staked: IncidentReportData['incident'] = {
    ...data.incident,
    level: 'high',
    entities: { stake: ['critical|asset|결제 DB', `high|user|${HOSTILE}`] },
  };
  for (const lang of LANGS) {
    const facts = (incident: IncidentReportData['incident']) =>
      allText(incidentReport({ ...data, incident }, lang).sections.find(({ id }) => id === 'facts'));
    expect(facts(staked)).toContain('결제 DB, #import');
    expect(facts(staked)).not.toMatch(/report\.|\u0000|\u202e/);
    expect(facts({ ...staked, entities: {} })).not.toContain('결제 DB');
  }
});

test('a finding of a foreign rule keeps its own title and says that there is no advice', () => {
  const document = incidentReport(incidentData([finding(1, { ruleId: 'constructor', title: 'Foreign rule' })]), 'en');
  expect(allText(document.sections.find(({ id }) => id === 'findings'))).toContain('Foreign rule');
  expect(document.sections.find(({ id }) => id === 'response')?.blocks).toEqual([
    { type: 'paragraph', text: 'The rules that fired carry no advice.' },
  ]);
});

test('the timeline keeps the gravest findings in order of time and says how many are left out', () => {
  const many = Array.from({ length: REPORT_LIMITS.timelineRows + 5 }, (_, n) =>
    finding(n, { ruleId: `no ${n}`, level: n % 10 === 0 ? 'critical' : 'low' }),
  );
  const rowsOf = (findings: readonly Finding[]) => {
    const section = incidentReport(incidentData(findings), 'en').sections.find(({ id }) => id === 'timeline');
    const table = section?.blocks.find((block) => block.type === 'table');
    return {
      rows: table?.type === 'table' ? table.rows : [],
      notes: section?.blocks.filter(({ type }) => type === 'note'),
    };
  };
  expect(rowsOf(many.slice(0, REPORT_LIMITS.timelineRows)).notes).toEqual([]);
  const cut = rowsOf(many);
  expect(cut.rows).toHaveLength(REPORT_LIMITS.timelineRows);
  expect(cut.rows.filter(([, level]) => typeof level !== 'string' && level?.level === 'critical')).toHaveLength(31);
  expect(cut.rows.map(([time]) => time)).toEqual(cut.rows.map(([time]) => time).toSorted());
  expect(allText(cut.notes)).toContain('The other 5');
});

test('equal findings close in time are one line with their number and span', () => {
  const findings = [finding(0), finding(10), finding(20, { ruleId: 'r2', title: 'Other' }), finding(30), finding(900)];
  const section = incidentReport(incidentData(findings), 'en').sections.find(({ id }) => id === 'timeline');
  const table = section?.blocks[0];
  expect(table?.type === 'table' && table.rows.map(([time, , title]) => [time, title])).toMatchObject([
    ['2026-08-10 03:00:00\n– 2026-08-10 03:00:30', expect.stringContaining('× 3')],
    ['2026-08-10 03:00:20', expect.stringContaining('Other')],
    ['2026-08-10 03:15:00', expect.not.stringContaining('×')],
  ]);
});

test('raw records show every rule before they show one rule twice', () => {
  const many = Array.from({ length: 60 }, (_, n) => finding(n, { level: 'low', eventIds: [`e${n}`] }));
  const one = finding(61, { ruleId: 'r2', eventIds: ['e61'] });
  const events = [...many, one].map((_, n) => event(n === 60 ? 61 : n, `raw ${n === 60 ? 61 : n}`));
  const section = incidentReport(incidentData([...many, one], events), 'en').sections.at(-1);
  const records = section?.blocks.filter(({ type }) => type === 'record');
  expect(records).toHaveLength(REPORT_LIMITS.rawRecords);
  expect(records?.at(-1)).toMatchObject({ text: 'raw 61' });
  expect(section?.blocks.at(-1)).toEqual({ type: 'note', text: '40 are shown and 21 left out.' });
});

test('raw records are cut at their limit and no further', () => {
  const records = (chars: number) =>
    incidentReport(incidentData([finding(1)], [event(1, 'x'.repeat(chars))]), 'en').sections.at(-1)?.blocks[1];
  expect(records(REPORT_LIMITS.rawChars)).toMatchObject({ text: 'x'.repeat(REPORT_LIMITS.rawChars) });
  expect(records(REPORT_LIMITS.rawChars + 1)).toMatchObject({ text: `${'x'.repeat(REPORT_LIMITS.rawChars)} … (+1)` });
});

describe('hostile text', () => {
  const data = incidentData(
    [
      finding(1, {
        ruleId: HOSTILE,
        title: HOSTILE,
        entities: { host: [HOSTILE], user: [HOSTILE], address: [HOSTILE] },
      }),
    ],
    [event(1, HOSTILE.repeat(5))],
  );

  test('stays text in HTML: no element, no script, no reordering of what is read', () => {
    const html = renderHtml(incidentReport({ ...data, tenantName: HOSTILE }, 'en'));
    expect(html).not.toContain('<script');
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(html).toContain('\\u{202e}');
    expect(html).not.toMatch(/[\u0000\u202e]/);
    expect(html.match(/<[a-z]+[^>]* on[a-z]+=/)).toBeNull();
  });

  test.skipIf(noPdftotext)(
    'stays text in the PDF (needs pdftotext): no import, no evaluation, nothing lost',
    async () => {
      const text = pdfText(await renderPdf(incidentReport({ ...data, tenantName: HOSTILE }, 'ko')));
      expect(text).toContain('#import"evil.typ":*');
      expect(text).toContain('#eval("1+1")');
      expect(text).toContain('<script>alert(1)</script>');
    },
  );
});

test.skipIf(noPdftotext).each(LANGS)('the PDF in %s holds the words of the report (needs pdftotext)', async (lang) => {
  const document = incidentReport(incidentData([finding(1)], [event(1, '공격 攻撃 こうげき attack')]), lang);
  const text = pdfText(await renderPdf(document));
  for (const word of [document.title, document.footer, '공격攻撃こうげきattack', '한빛물산']) {
    expect(text).toContain(word.replace(/\s+/g, ''));
  }
});

test('an analysis without findings says so, in every format', async () => {
  const data = {
    generated: '2026-08-10T05:00:00.000Z',
    version: '0.1.0',
    rules: {},
    inputs: ['logs/'],
    findings: [],
    summary: {
      files: 1,
      events: 10,
      bytes: 1000,
      rejected: 0,
      findings: 0,
      rules_loaded: 100,
      rules_rejected: [{ path: 'bad.yml', reason: HOSTILE }],
      formats: { 'web-access': 10 },
      seconds: 0.4,
    },
  };
  expect(allText(analysisReport(data, 'en'))).toContain('None of the 100 rules applied found anything.');
  for (const format of REPORT_FORMATS) {
    const { mime, body } = await renderReport('analysis', data, { format, lang: 'ja' });
    expect(mime).toContain(format);
    expect(body.length).toBeGreaterThan(500);
  }
});
