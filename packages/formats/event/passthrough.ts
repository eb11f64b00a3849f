import type { EcsEvent } from '@haechi/event';
import { isObject, type JsonObject, type JsonValue } from '../json/value.ts';
import type { FormatLimits } from '../limits.ts';
import { coerce } from './coerce.ts';
import { ECS_FIELDS, type FieldKind, type FieldTree } from './ecs-fields.ts';
import { newMap } from './native.ts';
import { keepUnmapped } from './unmapped.ts';

/**
 * Copies the ECS fields of a document (nested, dotted, or both) into an event. What is not in our ECS, or has a value
 * that its field cannot hold, goes to `unmapped` under its dotted path.
 */
export function copyEcs(value: JsonObject, event: EcsEvent, limits: FormatLimits): void {
  for (const key in value) {
    if (key === '@timestamp' || key === 'ecs' || key === 'ecs.version') continue;
    copyEntry(key, value[key] as JsonValue, event, limits);
  }
}

function copyEntry(key: string, value: JsonValue, event: EcsEvent, limits: FormatLimits): void {
  if (value === null) return;
  if (key === 'message' && typeof value === 'string') {
    event.message = value;
    return;
  }
  if (key === 'tags') {
    const tags = coerce(value, 'texts');
    if (tags !== undefined) event.tags = tags as string[];
    return;
  }
  if (key === 'labels' && isObject(value)) {
    copyLabels(value, event, limits);
    return;
  }
  if (key === 'dns' && isObject(value) && Array.isArray(value['answers'])) addAnswers(value['answers'], event);
  const path = key.split('.');
  let tree: FieldKind | FieldTree | undefined = ECS_FIELDS;
  for (const name of path) tree = typeof tree === 'object' && Object.hasOwn(tree, name) ? tree[name] : undefined;
  if (tree === undefined) keepUnmapped(event, key, value, limits);
  else copyTree(path, tree, value, event, limits);
}

function copyTree(
  path: readonly string[],
  tree: FieldKind | FieldTree,
  value: JsonValue,
  event: EcsEvent,
  limits: FormatLimits,
): void {
  if (typeof tree === 'string') {
    const stored = coerce(value, tree);
    if (stored === undefined) keepUnmapped(event, path.join('.'), value, limits);
    else put(event, path, stored);
    return;
  }
  if (
    typeof value === 'string' &&
    (path[0] === 'host' || path[0] === 'user' || path[0] === 'service') &&
    path.length === 1
  ) {
    // Logstash's old `"host": "web-1"`: the name of the thing.
    put(event, [path[0], 'name'], value);
    return;
  }
  if (!isObject(value)) {
    keepUnmapped(event, path.join('.'), value, limits);
    return;
  }
  for (const name in value) {
    const item = value[name] as JsonValue;
    if (item === null || (path[0] === 'dns' && name === 'answers' && Array.isArray(item))) continue;
    const inner = name.split('.');
    let next: FieldKind | FieldTree | undefined = tree;
    for (const part of inner) next = typeof next === 'object' && Object.hasOwn(next, part) ? next[part] : undefined;
    if (next === undefined) keepUnmapped(event, `${path.join('.')}.${name}`, item, limits);
    else copyTree([...path, ...inner], next, item, event, limits);
  }
}

function put(event: EcsEvent, path: readonly string[], value: unknown): void {
  let node = event as unknown as Record<string, unknown>;
  for (let i = 0; i < path.length - 1; i++) {
    const name = path[i] as string;
    const inner = node[name];
    const next = typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>) : {};
    node[name] = next;
    node = next;
  }
  node[path.at(-1) as string] = value;
}

function copyLabels(value: JsonObject, event: EcsEvent, limits: FormatLimits): void {
  const labels = newMap<string>();
  let left = limits.unmappedFields;
  for (const name in value) {
    const item = value[name];
    if (left-- <= 0) break;
    if (typeof item === 'object') continue;
    labels[name] = String(item).slice(0, limits.valueChars);
  }
  event.labels = labels;
}

function addAnswers(answers: readonly JsonValue[], event: EcsEvent): void {
  const kept: NonNullable<NonNullable<EcsEvent['dns']>['answers']> = [];
  for (const answer of answers.slice(0, 64)) {
    if (!isObject(answer)) continue;
    const name = coerce(answer['name'], 'text');
    const type = coerce(answer['type'], 'text');
    const data = coerce(answer['data'], 'text');
    const ttl = coerce(answer['ttl'], 'number');
    kept.push({
      ...(name === undefined ? {} : { name: name as string }),
      ...(type === undefined ? {} : { type: type as string }),
      ...(data === undefined ? {} : { data: data as string }),
      ...(ttl === undefined ? {} : { ttl: ttl as number }),
    });
  }
  event.dns = { ...event.dns, answers: kept };
}
