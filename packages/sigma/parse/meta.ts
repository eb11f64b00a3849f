import { createHash } from 'node:crypto';
import { LEVELS, type Level, type Logsource } from '@haechi/event';
import { RuleFault } from '../errors.ts';
import type { RuleMeta } from '../model.ts';
import { isMap, type YamlMap } from './detection.ts';

/** The attributes that all kinds of rule share (specification 2.1.0, "Components"). */
export function parseMeta(document: YamlMap, path: string | undefined): RuleMeta {
  const title = scalar(document, 'title') ?? scalar(document, 'name');
  if (title === undefined || title.trim() === '') throw new RuleFault('missing_title', 'the rule has no title');
  const taxonomy = scalar(document, 'taxonomy');
  if (taxonomy !== undefined && taxonomy !== 'sigma')
    throw new RuleFault('unsupported_taxonomy', `the taxonomy '${taxonomy}' is not 'sigma'`);
  return {
    id: scalar(document, 'id') ?? derivedId(document),
    title,
    ...optional('name', scalar(document, 'name')),
    ...optional('status', scalar(document, 'status')),
    ...optional('description', scalar(document, 'description')),
    ...optional('author', scalar(document, 'author')),
    ...optional('date', scalar(document, 'date')),
    ...optional('modified', scalar(document, 'modified')),
    references: texts(document, 'references'),
    falsepositives: texts(document, 'falsepositives'),
    tags: texts(document, 'tags').map((tag) => tag.toLowerCase()),
    related: related(document['related']),
    ...optional('path', path),
  };
}

/** `level`; `medium` where the rule leaves it out. */
export function parseLevel(document: YamlMap): Level {
  const text = scalar(document, 'level');
  if (text === undefined) return 'medium';
  const level = LEVELS.find((each) => each === text.toLowerCase());
  if (level === undefined) throw new RuleFault('invalid_metadata', `no level '${text}'`);
  return level;
}

/** `logsource` in lower case; `definition` and custom keys say nothing to an engine. */
export function parseLogsource(document: YamlMap): Logsource {
  const section = document['logsource'];
  if (section === undefined || section === null) throw new RuleFault('missing_logsource', 'the rule has no logsource');
  if (!isMap(section)) throw new RuleFault('invalid_logsource', 'logsource is not a map');
  const parts = ['product', 'category', 'service'].map((name) => {
    const value = section[name];
    if (value !== undefined && value !== null && typeof value === 'object')
      throw new RuleFault('invalid_logsource', `logsource.${name} is not a string`);
    return optional(name, scalar(section, name)?.trim().toLowerCase());
  });
  return Object.assign({}, ...parts) as Logsource;
}

export function texts(document: YamlMap, name: string): string[] {
  const value = document[name];
  if (value === undefined || value === null) return [];
  return (Array.isArray(value) ? value : [value]).filter((each) => typeof each !== 'object').map(String);
}

function scalar(document: YamlMap, name: string): string | undefined {
  const value = document[name];
  return value === undefined || value === null || typeof value === 'object' ? undefined : String(value);
}

function related(value: unknown): { id: string; type: string }[] {
  if (!Array.isArray(value)) return [];
  return value.filter(isMap).map((each) => ({ id: String(each['id'] ?? ''), type: String(each['type'] ?? '') }));
}

/** A rule without an id gets one that stays the same as long as its content does. */
function derivedId(document: YamlMap): string {
  const hex = createHash('sha256').update(JSON.stringify(document)).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

function optional<K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { [P in K]?: V });
}
