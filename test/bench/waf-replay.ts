/**
 * `./haechi bench waf-replay [--json]`: the ordinary lines of the corpus's web server log as requests, judged by Haechi's own
 * rules and by stock CRS, both at paranoia level 1. Whatever is denied is named on stderr with its line: such a log holds
 * real scans as well, and only a person can say which of the two a line is.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { wafRuleFiles } from '@haechi/content';
import { diskReader, loadRules, type RuleSet } from '@haechi/seclang';
import { exchange } from '@haechi/seclang/ftw';
import { crsFolder, loadCrs } from '../../packages/seclang/ftw/crs.ts';
import { type Figure, printFigures } from './figures.ts';

const folder = crsFolder();
const log = folder === undefined ? '' : path.join(folder, '../logs/web/apache_logs.log');
if (folder === undefined || !existsSync(log)) {
  process.stderr.write('bench waf-replay needs the corpus: set HAECHI_CORPUS\n');
  process.exit(1);
}
const lines = readFileSync(log, 'latin1')
  .split('\n')
  .filter((line) => line !== '');
const own = loadRules(wafRuleFiles(), { reader: diskReader() }).ruleset;
const stock = loadCrs(folder, 'stock').ruleset;
if (own === undefined || stock === undefined) throw new Error('the rules cannot be loaded');
printFigures([denied('own rules', own), denied('CRS, paranoia 1', stock)]);

/** Combined log format: what a browser sends beside it is put in, because the log does not say it. */
function requestOf(line: string) {
  const found = /"(\S+) (\S+) (HTTP\/[\d.]+)" \d+ \S+ "([^"]*)" "([^"]*)"/.exec(line);
  if (found === null) return undefined;
  const [, method = '', uri = '', protocol = '', referrer = '', agent = ''] = found;
  const headers: [string, string][] = [
    ['Host', 'www.example.com'],
    ['Accept', 'text/html,*/*'],
    ['Accept-Language', 'en'],
    ['Accept-Encoding', 'gzip'],
    ...(agent === '-' ? [] : [['User-Agent', agent] as [string, string]]),
    ...(referrer === '-' ? [] : [['Referer', referrer] as [string, string]]),
    ...(method === 'POST' ? [['Content-Length', '0'] as [string, string]] : []),
  ];
  return { method, uri, protocol, headers, body: Buffer.alloc(0) };
}

function denied(name: string, ruleset: RuleSet): Figure {
  let count = 0;
  let judged = 0;
  for (const [index, line] of lines.entries()) {
    const request = requestOf(line);
    if (request === undefined) continue;
    judged++;
    const { transaction } = exchange(ruleset, request);
    if (transaction.interruption === undefined) continue;
    count++;
    const rules = transaction.matchedRules.map(({ id, variable, data }) => `${id} ${variable} ${data.slice(0, 60)}`);
    process.stderr.write(
      `${name}: line ${index + 1}: ${request.method} ${request.uri.slice(0, 100)}: ${rules.join('; ')}\n`,
    );
  }
  const share = ((100 * count) / judged).toFixed(3);
  return { name: `${name}: lines denied`, value: count, unit: 'lines', against: `of ${judged}, ${share} %` };
}
