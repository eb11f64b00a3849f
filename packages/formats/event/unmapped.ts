import type { EcsEvent } from '@haechi/event';
import type { FormatLimits } from '../limits.ts';
import { newMap } from './native.ts';

/**
 * Puts what has no place in ECS under `unmapped`, within the limits on fields and value length. Values are copied, so
 * that a source's object never becomes part of two events.
 */
export function keepUnmapped(event: EcsEvent, key: string, value: unknown, limits: FormatLimits): void {
  event.unmapped ??= newMap<unknown>();
  const budget = { left: limits.unmappedFields - countOf(event.unmapped), chars: limits.valueChars };
  if (budget.left <= 0) return;
  event.unmapped[key] = copy(value, budget);
}

function countOf(unmapped: Record<string, unknown>): number {
  let count = 0;
  for (const key in unmapped) {
    const value = unmapped[key];
    count += typeof value === 'object' && value !== null ? leaves(value) : 1;
  }
  return count;
}

function leaves(value: object): number {
  let count = 0;
  for (const key in value) {
    const item = (value as Record<string, unknown>)[key];
    count += typeof item === 'object' && item !== null ? leaves(item) : 1;
  }
  return Math.max(count, 1);
}

function copy(value: unknown, budget: { left: number; chars: number }): unknown {
  if (typeof value !== 'object' || value === null) {
    budget.left -= 1;
    return typeof value === 'string' && value.length > budget.chars ? value.slice(0, budget.chars) : value;
  }
  if (Array.isArray(value)) {
    const items: unknown[] = [];
    for (const item of value) {
      if (budget.left <= 0) break;
      items.push(copy(item, budget));
    }
    return items;
  }
  const copied = newMap<unknown>();
  for (const key in value) {
    if (budget.left <= 0) break;
    copied[key] = copy((value as Record<string, unknown>)[key], budget);
  }
  return copied;
}
