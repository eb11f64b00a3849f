import type { EcsEvent, NativeView } from '@haechi/event';
import type { FormatLimits } from '../limits.ts';
import { canonicalIp } from './address.ts';
import { coerce } from './coerce.ts';
import { type FieldKind, fieldKind } from './ecs-fields.ts';
import { keepUnmapped } from './unmapped.ts';

/** A field of ECS, looked up. */
export interface Target {
  readonly path: readonly string[];
  readonly kind: FieldKind;
}

/** A vendor's field names and where each goes in ECS. */
export type Mapping = ReadonlyMap<string, Target>;

/**
 * Compiles `{srcip: 'source.ip', …}`. Several names may lead to one field: the first that the record has wins.
 *
 * @throws TypeError when a path is not a leaf of our ECS: a mistake in the table, found by the first test.
 */
export function compileMapping(table: Readonly<Record<string, string>>): Mapping {
  const mapping = new Map<string, Target>();
  for (const [name, path] of Object.entries(table)) {
    const kind = fieldKind(path);
    if (kind === undefined) throw new TypeError(`mapping of ${name}: ${path} is not an ECS field`);
    mapping.set(name, { path: path.split('.'), kind });
  }
  return mapping;
}

/**
 * Writes what the mapping knows into the event and the rest into `unmapped`. Fields that are set already stay.
 *
 * @param placed names that the decoder has dealt with itself.
 */
export function applyMapping(
  mapping: Mapping,
  native: NativeView,
  event: EcsEvent,
  limits: FormatLimits,
  placed?: ReadonlySet<string>,
): void {
  for (const name in native) {
    const value = native[name];
    if (value === null || value === undefined || value === '') continue;
    const target = mapping.get(name);
    if (target !== undefined && setField(event, target, value)) continue;
    if (target === undefined && placed?.has(name) === true) continue;
    keepUnmapped(event, name, value, limits);
  }
}

/** Sets one field by its dotted path unless it is set or the value does not fit; answers whether it has a value now. */
export function setEcs(event: EcsEvent, path: string, value: unknown): boolean {
  const target = ecsTarget(path);
  return target !== undefined && setField(event, target, value);
}

/** The field of a dotted path; `undefined` where it is none of our ECS. */
export function ecsTarget(path: string): Target | undefined {
  const kind = fieldKind(path);
  return kind === undefined ? undefined : { path: path.split('.'), kind };
}

/** The same for a field that was looked up before. */
export function setField(event: EcsEvent, target: Target, value: unknown): boolean {
  const stored = coerce(value, target.kind);
  if (stored === undefined) return target.kind === 'ip' && setName(event, target.path, value);
  let node = event as unknown as Record<string, unknown>;
  const last = target.path.length - 1;
  for (let i = 0; i < last; i++) {
    const name = target.path[i] as string;
    const inner = node[name];
    if (typeof inner === 'object' && inner !== null) node = inner as Record<string, unknown>;
    else {
      const made: Record<string, unknown> = {};
      node[name] = made;
      node = made;
    }
  }
  node[target.path[last] as string] ??= stored;
  return true;
}

/** A host name where an address was expected goes into `domain` beside it. */
function setName(event: EcsEvent, path: readonly string[], value: unknown): boolean {
  const group = path[0] as 'source' | 'destination';
  if (path.length !== 2 || typeof value !== 'string' || canonicalIp(value) !== undefined) return false;
  if (group !== 'source' && group !== 'destination') return false;
  if (value === '-' || value.toLowerCase() === 'n/a') return true;
  const endpoint = event[group] ?? {};
  event[group] = endpoint;
  endpoint.address ??= value;
  endpoint.domain ??= value;
  return true;
}
