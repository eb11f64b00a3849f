import { DIRECTIVES } from '../directives/index.ts';
import { UNSUPPORTED, WITHOUT_EFFECT } from '../directives/without-effect.ts';
import { type Problem, RuleRefusal } from '../errors.ts';
import { INCLUDE_DEPTH } from '../limits.ts';
import type { OperatorResources } from '../operators/operator.ts';
import { splitArguments } from '../parse/arguments.ts';
import { logicalLines } from '../parse/lines.ts';
import type { RuleReader } from '../readers/reader.ts';
import { type Place, RuleSetBuilder } from './builder.ts';
import type { CompiledRules } from './compiled.ts';
import { compileRules } from './ruleset.ts';
import { DEFAULT_SETTINGS, type EngineSettings } from './settings.ts';

/** Rules ready to run, or what is wrong with them. Warnings do not keep rules from loading. */
export type Loaded =
  | { readonly rules: CompiledRules; readonly warnings: readonly Problem[] }
  | { readonly rules?: never; readonly errors: readonly Problem[]; readonly warnings: readonly Problem[] };

/** How rule files are loaded. */
export interface LoadOptions {
  readonly reader: RuleReader;
  /** What holds where the files say nothing; the rest is ModSecurity's recommended configuration. */
  readonly defaults?: Partial<EngineSettings>;
  /** `false` evaluates every test on every value: for comparison only. */
  readonly prefilter?: boolean;
}

/** Findings of the compiler that leave the other rules useful. */
const TOLERATED: ReadonlySet<string> = new Set(['no_such_marker', 'unavailable_operator']);

/** Reads and compiles rule files in the order given. Every error is collected, each with file and line. */
export function load(files: readonly string[], options: LoadOptions): Loaded {
  const builder = new RuleSetBuilder({ ...DEFAULT_SETTINGS, ...options.defaults });
  const loader = new Loader(builder, options.reader);
  for (const pattern of files) loader.include(pattern, undefined, { file: pattern, line: 0 });
  builder.finish();
  const rules = compileRules(
    {
      settings: builder.settings,
      rules: builder.rules,
      markers: builder.markers,
      resources: (file) => loader.resources(file),
      prefilter: options.prefilter ?? true,
    },
    (problem) => (TOLERATED.has(problem.code) ? builder.warnings : builder.problems).push(problem),
  );
  const { problems, warnings } = builder;
  return problems.length > 0 ? { errors: problems, warnings } : { rules, warnings };
}

class Loader {
  readonly #builder: RuleSetBuilder;
  readonly #reader: RuleReader;
  readonly #dataFiles = new Map<string, string | undefined>();
  #depth = 0;

  constructor(builder: RuleSetBuilder, reader: RuleReader) {
    this.#builder = builder;
    this.#reader = reader;
  }

  include(pattern: string, from: string | undefined, place: Place, optional = false): void {
    const paths = this.#reader.expand(pattern, from);
    if (paths.length === 0 && !optional) this.#builder.problem('file_unreadable', place, `no file matches ${pattern}`);
    for (const path of paths) {
      const content = this.#reader.read(path);
      if (content !== undefined) this.#file(path, Buffer.from(content).toString('latin1'), place);
      else if (!optional) this.#builder.problem('file_unreadable', place, `${path} cannot be read`);
    }
  }

  #file(path: string, content: string, place: Place): void {
    if (this.#depth >= INCLUDE_DEPTH) {
      this.#builder.problem('include_cycle', place, `files include each other more than ${INCLUDE_DEPTH} deep`);
      return;
    }
    this.#depth++;
    for (const { line, text } of logicalLines(content)) {
      const at = { file: path, line };
      try {
        this.#directive(text, at);
      } catch (error) {
        if (!(error instanceof RuleRefusal)) throw error;
        this.#builder.problem(error.code, at, error.message);
      }
    }
    this.#depth--;
  }

  #directive(text: string, place: Place): void {
    const name = /^\S+/.exec(text)![0];
    const words = splitArguments(text.slice(name.length));
    const key = name.toLowerCase();
    if (key === 'include' || key === 'includeoptional') {
      if (words.length !== 1) throw new RuleRefusal('bad_argument', `${name} takes one file name or glob`);
      this.include(words[0]!, place.file, place, key === 'includeoptional');
      return;
    }
    const directive = DIRECTIVES.get(key);
    if (directive === undefined) {
      this.#withoutDirective(name, key, place);
      return;
    }
    if (words.length < directive.least || words.length > directive.most)
      throw new RuleRefusal(
        'bad_argument',
        `${name} takes ${count(directive.least, directive.most)}, not ${words.length}`,
      );
    directive.apply(this.#builder, words, place);
  }

  #withoutDirective(name: string, key: string, place: Place): void {
    const idle = WITHOUT_EFFECT.get(key);
    if (idle !== undefined) {
      this.#builder.warn('no_effect', place, `${name} has no effect: ${idle}`);
      return;
    }
    const refused = UNSUPPORTED.get(key);
    if (refused !== undefined) throw new RuleRefusal('unsupported_directive', `${name} is not supported: ${refused}`);
    throw new RuleRefusal('unknown_directive', `unknown directive ${name}`);
  }

  /** Data files beside a rule file, each read once. */
  resources(file: string): OperatorResources {
    return {
      dataFile: (name) => {
        const path = this.#reader.expand(name, file)[0];
        if (path === undefined) return undefined;
        if (!this.#dataFiles.has(path)) {
          const content = this.#reader.read(path);
          this.#dataFiles.set(path, content === undefined ? undefined : Buffer.from(content).toString('latin1'));
        }
        return this.#dataFiles.get(path);
      },
    };
  }
}

function count(least: number, most: number): string {
  if (least === most) return `${least} argument${least === 1 ? '' : 's'}`;
  return most === Number.POSITIVE_INFINITY ? `at least ${least} arguments` : `${least} to ${most} arguments`;
}
