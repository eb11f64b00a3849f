import { readdirSync, readFileSync } from 'node:fs';

/** A rule file as it stands in the product: path from the folder of rules, and its whole text. */
export interface RuleFile {
  /** `builtin/web/sql_injection_union.yml` */
  readonly path: string;
  /** One or several YAML documents in Sigma's format. */
  readonly text: string;
}

const FOLDER = new URL('./rules/', import.meta.url);
const SAMPLES = '.samples.yml';

let files: readonly RuleFile[] | undefined;

/** The rules that come with Haechi, sorted by path. Read once. */
export function builtinRules(): readonly RuleFile[] {
  return (files ??= pathsEndingWith('.yml')
    .filter((path) => !path.endsWith(SAMPLES))
    .map((path) => ({ path: `builtin/${path}`, text: readFileSync(new URL(path, FOLDER), 'utf8') })));
}

/** Sample files beside the rules, with the path of their rule, in the same order. */
export function ruleSamples(): readonly RuleFile[] {
  return pathsEndingWith(SAMPLES).map((path) => ({
    path: `builtin/${path.slice(0, -SAMPLES.length)}.yml`,
    text: readFileSync(new URL(path, FOLDER), 'utf8'),
  }));
}

function pathsEndingWith(ending: string): string[] {
  return readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith(ending))
    .sort();
}
