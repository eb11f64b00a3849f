import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { diskReader, type LoadOptions, type LoadResult, loadRules } from '../index.ts';

/** Folder of the OWASP CRS in the corpus; `undefined` where there is none. */
export function crsFolder(): string | undefined {
  const corpus = process.env['HAECHI_CORPUS'] ?? join(import.meta.dirname, '../../../../shared/corpus');
  const folder = join(corpus, 'crs');
  return existsSync(folder) ? folder : undefined;
}

/** The settings that the suite's README asks for, at paranoia level 4. */
const SUITE = `
SecAction "id:900005,phase:1,nolog,pass,ctl:ruleEngine=DetectionOnly,ctl:ruleRemoveById=910000,\\
  setvar:tx.blocking_paranoia_level=4,setvar:tx.crs_validate_utf8_encoding=1,\\
  setvar:tx.arg_name_length=100,setvar:tx.arg_length=400,setvar:tx.total_arg_length=64000,\\
  setvar:tx.max_num_args=255,setvar:tx.max_file_size=64100,setvar:tx.combined_file_sizes=65535"
`;

/** Loads the corpus's CRS: as its tests want it, or as it comes (paranoia level 1, blocking). */
export function loadCrs(folder: string, flavour: 'suite' | 'stock', options: Partial<LoadOptions> = {}): LoadResult {
  const main = join(folder, 'main.conf');
  const text = [
    `SecRuleEngine ${flavour === 'suite' ? 'DetectionOnly' : 'On'}`,
    'SecAuditEngine Off',
    'Include crs-setup.conf.example',
    flavour === 'suite' ? SUITE : '',
    'Include rules/*.conf',
  ].join('\n');
  const disk = diskReader();
  const reader = {
    read: (path: string) => (path === main ? Buffer.from(text) : disk.read(path)),
    expand: (pattern: string, from: string | undefined) => (pattern === main ? [main] : disk.expand(pattern, from)),
  };
  return loadRules([main], { reader, ...options });
}
