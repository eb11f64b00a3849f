import { canonicalIp } from './address.ts';
import type { FieldKind } from './ecs-fields.ts';

/** Brings a source's value to the type ECS stores; `undefined` when it has no sensible value of that type. */
export function coerce(value: unknown, kind: FieldKind): unknown {
  switch (kind) {
    case 'text':
      return textOf(value);
    case 'number': {
      const parsed =
        typeof value === 'number'
          ? value
          : typeof value === 'string' && value.trim() !== ''
            ? Number(value)
            : Number.NaN;
      return Number.isFinite(parsed) ? parsed : undefined;
    }
    case 'ip': {
      const first: unknown = Array.isArray(value) ? value[0] : value;
      return typeof first === 'string' ? canonicalIp(first.trim()) : undefined;
    }
    case 'flag':
      return value === true || value === 'true';
    case 'texts':
      return list(value, textOf);
    case 'ips':
      return list(value, (item) => (typeof item === 'string' ? canonicalIp(item.trim()) : undefined));
  }
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value) && value.length > 0) return textOf(value[0]);
  return undefined;
}

function list(value: unknown, each: (item: unknown) => string | undefined): string[] | undefined {
  const items = Array.isArray(value) ? value : [value];
  const kept: string[] = [];
  for (const item of items) {
    const text = each(item);
    if (text !== undefined && kept.length < 64) kept.push(text);
  }
  return kept.length === 0 ? undefined : kept;
}
