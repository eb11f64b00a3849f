/**
 * `./haechi bench waf-quality [--json]`: detection and false positives of the product's own WAF rules in block mode on
 * the corpus's HTTP requests, beside stock CRS at paranoia level 1 through the same engine. A request counts as
 * detected when it is denied.
 */
import { wafRuleFiles } from '@haechi/content';
import { diskReader, loadRules, type RuleSet } from '@haechi/seclang';
import { exchange } from '@haechi/seclang/ftw';
import { type CorpusRequest, corpusRequests, requestsArchive } from '../../packages/seclang/ftw/corpus-requests.ts';
import { crsFolder, loadCrs } from '../../packages/seclang/ftw/crs.ts';
import { type Figure, printFigures } from './figures.ts';

const archive = requestsArchive();
const folder = crsFolder();
if (archive === undefined || folder === undefined) {
  process.stderr.write('bench waf-quality needs the corpus: set HAECHI_CORPUS\n');
  process.exit(1);
}
const requests = corpusRequests(archive);
const own = loadRules(wafRuleFiles(), { reader: diskReader() }).ruleset!;
const stock = loadCrs(folder, 'stock').ruleset!;
printFigures([
  ...rates('own rules', own, 'goal: at least 80 % at no more than 0.2 %'),
  ...rates('CRS, paranoia 1', stock, 'ModSecurity with the same rules: 70.6 % at 14.6 %'),
]);

function rates(name: string, ruleset: RuleSet, against: string): Figure[] {
  const share = (kind: CorpusRequest['kind']): { denied: number; all: number } => {
    const of = requests.filter((request) => request.kind === kind);
    const denied = of.filter(({ request }) => exchange(ruleset, request).transaction.interruption !== undefined);
    return { denied: denied.length, all: of.length };
  };
  const attack = share('attack');
  const normal = share('normal');
  const percent = ({ denied, all }: typeof attack): number => (100 * denied) / all;
  return [
    {
      name: `${name}: attacks denied`,
      value: percent(attack),
      unit: '%',
      against: `${attack.denied} of ${attack.all}; ${against}`,
    },
    {
      name: `${name}: ordinary requests denied`,
      value: percent(normal),
      unit: '%',
      against: `${normal.denied} of ${normal.all}`,
    },
  ];
}
