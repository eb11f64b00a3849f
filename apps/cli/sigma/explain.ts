import { readFile } from 'node:fs/promises';
import { HaechiError, type Logsource } from '@haechi/event';
import { type Lang, langOf, text } from '@haechi/locales';
import { decodeInput, isReject } from '@haechi/platform/analysis/decode-input.ts';
import { contents } from '@haechi/platform/ingest/files/walk.ts';
import {
  type DetectionRule,
  type EventRecord,
  type Explained,
  type Explanation,
  explain,
  parseRules,
} from '@haechi/sigma';
import { langOption, parse, program } from '../options.ts';
import { writeOut } from '../stdout.ts';

/** Characters of a value that are shown. */
const VALUE_CHARS = 120;
/** Values of one field that are shown. */
const VALUES = 3;

/** `haechi sigma explain RULE EVENT`: exit 0 when the rule matches, 1 when it does not. */
export async function runExplain(argv: string[]): Promise<number> {
  const command = program('sigma explain', 'Says why a Sigma rule matches an event, or which item does not.')
    .argument('<rule>', 'a Sigma rule file; its first detection rule, or the one of --id')
    .argument('<event>', 'a file with the event: JSON, a log, EVTX')
    .option('--id <id>', 'id of the rule, where the file has several')
    .option('--record <n>', 'which record of the file: EVTX record id, or line from 1; the first by default', Number)
    .option('--json', 'one JSON object')
    .addOption(langOption());
  const exit = parse(command, argv);
  if (exit !== undefined) return exit;
  const options = command.opts<{ id?: string; record?: number; json?: true; lang?: Lang }>();
  const [rulePath = '', eventPath = ''] = command.args;
  const rule = await readRule(rulePath, options.id);
  const { native, logsource } = await readEvent(eventPath, options.record);
  const explanation = explain(rule, native, logsource);
  await writeOut(
    options.json
      ? `${JSON.stringify({ rule_id: rule.id, title: rule.title, ...explanation })}\n`
      : explanationText(rule, explanation, options.lang ?? langOf(process.env['LANG'])),
  );
  return explanation.matched ? 0 : 1;
}

async function readRule(path: string, id: string | undefined): Promise<DetectionRule> {
  const yaml = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new HaechiError('rules_unreadable', {
      what: 'the rule cannot be read',
      where: path,
      remedy: 'give a Sigma rule file',
      cause,
    });
  });
  const { rules, errors } = parseRules(yaml, { path });
  const rule = rules.find(
    (each): each is DetectionRule => each.kind === 'detection' && (id === undefined || each.id === id),
  );
  if (rule !== undefined) return rule;
  const [first] = errors;
  throw new HaechiError('rule_rejected', {
    what: first === undefined ? 'there is no such detection rule in the file' : `${first.code}: ${first.reason}`,
    where: path,
    remedy:
      first === undefined
        ? 'correlations and filters cannot be explained alone; see --id'
        : 'mend the rule, then run ./haechi sigma check',
  });
}

async function readEvent(
  path: string,
  wanted: number | undefined,
): Promise<{ native: EventRecord; logsource?: Logsource }> {
  for await (const input of contents(path)) {
    if (input.kind !== 'file') continue;
    for await (const items of decodeInput(input, { timeZone: 'UTC', now: Date.now() }, () => undefined)) {
      for (const item of items) {
        if (wanted !== undefined && item.record !== wanted) continue;
        if (!isReject(item)) return item;
      }
    }
  }
  throw new HaechiError('event_missing', {
    what:
      wanted === undefined
        ? 'there is no readable event in the file'
        : `there is no readable record ${wanted} in the file`,
    where: path,
    remedy: 'run ./haechi events on the file to see its records',
  });
}

function explanationText(rule: DetectionRule, { matched, applies, event, condition }: Explanation, lang: Lang): string {
  const source = [event.product, ...event.services, ...event.categories].filter(Boolean).join(', ') || '-';
  const asked = Object.values(rule.logsource).join(', ');
  return [
    `${rule.title} (${rule.id})`,
    text(lang, matched ? 'sigma.matches' : 'sigma.matches_not'),
    text(lang, applies ? 'sigma.logsource_fits' : 'sigma.logsource_other', { asked, source }),
    text(lang, 'sigma.condition', { condition: rule.conditionText }),
    ...nodeLines(condition, 1, lang),
    '',
  ].join('\n');
}

function nodeLines(node: Explained, depth: number, lang: Lang): string[] {
  const head = `${'  '.repeat(depth)}${node.holds ? '✓' : '✗'} `;
  switch (node.kind) {
    case 'search':
      return [`${head}${node.name}`, ...nodeLines(node.of, depth + 1, lang)];
    case 'item':
      return [
        `${head}${node.label === '' ? text(lang, 'sigma.keyword') : node.label}: ${shown(node.wanted)}`,
        ...seenLines(node, depth + 2, lang),
      ];
    default:
      return [
        `${head}${text(lang, `sigma.${node.kind}`)}`,
        ...node.of.flatMap((each) => nodeLines(each, depth + 1, lang)),
      ];
  }
}

function seenLines(node: Extract<Explained, { kind: 'item' }>, depth: number, lang: Lang): string[] {
  const indent = '  '.repeat(depth);
  return Object.entries(node.seen).flatMap(([field, values]) => {
    if (field === '*') return [];
    return [`${indent}${values.length === 0 ? text(lang, 'sigma.absent', { field }) : `${field} = ${shown(values)}`}`];
  });
}

function shown(values: readonly string[]): string {
  const some = values
    .slice(0, VALUES)
    .map((value) => (value.length > VALUE_CHARS ? `${value.slice(0, VALUE_CHARS)}…` : value));
  return `${some.join(' | ')}${values.length > VALUES ? ` | … (${values.length})` : ''}`;
}
