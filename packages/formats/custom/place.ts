import type { EcsEvent } from '@haechi/event';
import { ECS_FIELDS, type FieldTree } from '../event/ecs-fields.ts';
import { ecsTarget, setField, type Target } from '../event/mapping.ts';
import { keepUnmapped } from '../event/unmapped.ts';
import type { FormatLimits } from '../limits.ts';

/** Where a field that a tenant named goes: to its place in ECS, beside ECS under its own name, or under `unmapped`. */
export type Place =
  | { readonly at: 'ecs'; readonly name: string; readonly target: Target }
  | { readonly at: 'own'; readonly name: string; readonly path: readonly string[] }
  | { readonly at: 'unmapped'; readonly name: string };

/** Parts of an event that have a form of their own, which a text would break. */
const RESERVED = new Set(['@timestamp', 'ecs', 'tags', 'unmapped', 'message']);

/** A name below a leaf of ECS (`user.name.first`) or of a whole group (`user`) has no place in the document. */
export function placeOf(name: string): Place {
  const path = name.split('.');
  if (RESERVED.has(path[0] as string)) return { at: 'unmapped', name };
  // Texts by name, one level deep.
  if (path[0] === 'labels') return path.length === 2 ? { at: 'own', name, path } : { at: 'unmapped', name };
  let node: FieldTree[string] | undefined = ECS_FIELDS as FieldTree;
  for (const part of path) {
    if (typeof node !== 'object') return { at: 'unmapped', name };
    if (!Object.hasOwn(node, part)) return { at: 'own', name, path };
    node = node[part];
  }
  const target = ecsTarget(name);
  return target === undefined ? { at: 'unmapped', name } : { at: 'ecs', name, target };
}

/** Puts a value in its place; what the place cannot hold is kept under `unmapped`. */
export function putInPlace(event: EcsEvent, place: Place, value: string | number, limits: FormatLimits): void {
  if (place.at === 'ecs' && setField(event, place.target, value)) return;
  if (place.at === 'own') {
    const kept = place.path[0] === 'labels' ? String(value) : value;
    if (setOwn(event as unknown as Record<string, unknown>, place.path, kept, limits)) return;
  }
  keepUnmapped(event, place.name, value, limits);
}

function setOwn(
  event: Record<string, unknown>,
  path: readonly string[],
  value: string | number,
  { valueChars }: FormatLimits,
): boolean {
  let node = event;
  const last = path.length - 1;
  for (let index = 0; index < last; index++) {
    const name = path[index] as string;
    const inner = (node[name] ??= {});
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return false;
    node = inner as Record<string, unknown>;
  }
  const name = path[last] as string;
  if (node[name] !== undefined) return false;
  node[name] = typeof value === 'string' && value.length > valueChars ? value.slice(0, valueChars) : value;
  return true;
}
