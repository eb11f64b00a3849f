import { isIPv4, isIPv6 } from 'node:net';
import type { EcsEvent } from '@haechi/event';
import { type FieldKind, HOT_COLUMNS } from './tables.ts';

interface Leaf {
  readonly index: number;
  readonly kind: FieldKind;
  readonly smallest: number;
  readonly largest: number;
}
type Tree = Map<string, Leaf | Tree>;
type Node = Record<string, unknown>;

/** The unspecified address (RFC 4291, 2.5.2), which no event has as an endpoint, stands for "none". */
const NO_ADDRESS = '::';

const MAPPED = '::ffff:';

const HOT_TREE = treeOf();
/** What a hot column holds of an event that has nothing for it. */
export const NOTHING: readonly unknown[] = HOT_COLUMNS.map(({ kind }) => nothing(kind));
const HOT_PATHS = HOT_COLUMNS.map(({ field, name, kind }) => ({ path: field.split('.'), name, kind }));

/**
 * An event in two parts: the values of the hot columns, and the rest of the document. A value is in one of them, except
 * for what a column cannot give back exactly (an address of version 6, a port of 70,000), which the rest keeps too.
 *
 * @returns `columns[i]` is `undefined` where hot column `i` holds `NOTHING[i]`
 */
export function splitEvent(event: EcsEvent): { columns: unknown[]; rest: Node } {
  const columns = new Array<unknown>(HOT_COLUMNS.length).fill(undefined);
  return { columns, rest: take(event as unknown as Node, HOT_TREE, columns) };
}

/** The event again, from the rest of the document and the stored columns by name. */
export function joinEvent(rest: Node, stored: Readonly<Record<string, unknown>>): EcsEvent {
  for (const { path, name, kind } of HOT_PATHS) {
    const value = givenBack(stored[name], kind);
    if (value !== undefined) put(rest, path, value);
  }
  return rest as unknown as EcsEvent;
}

function take(node: Node, tree: Tree, columns: unknown[]): Node {
  // An object without a prototype is a dictionary to V8, slow to make and to write out.
  const rest: Node = {};
  for (const key in node) {
    const value = node[key];
    const branch = tree.get(key);
    if (key === '__proto__') Object.defineProperty(rest, key, { value, enumerable: true });
    else if (branch === undefined || value === undefined || value === null) rest[key] = value;
    else if (branch instanceof Map) {
      if (typeof value !== 'object' || Array.isArray(value)) rest[key] = value;
      else {
        const left = take(value as Node, branch, columns);
        if (!isEmpty(left) || isEmpty(value)) rest[key] = left;
      }
    } else if (!store(value, branch, columns)) rest[key] = value;
  }
  return rest;
}

/** Puts a value into its column; false where the column does not give it back as it was. */
function store(value: unknown, { index, kind, smallest, largest }: Leaf, columns: unknown[]): boolean {
  switch (kind) {
    case 'keywords': {
      if (!Array.isArray(value)) return false;
      columns[index] = value.filter((item) => typeof item === 'string');
      return value.length > 0 && value.every((item) => typeof item === 'string');
    }
    case 'number': {
      if (!Number.isInteger(value) || (value as number) < smallest || (value as number) > largest) return false;
      columns[index] = value;
      return true;
    }
    case 'ip': {
      if (typeof value !== 'string') return false;
      const four = isIPv4(value);
      if (four || (isIPv6(value) && !value.includes('%'))) columns[index] = value;
      return four;
    }
    default: {
      if (typeof value !== 'string') return false;
      columns[index] = value;
      return value !== '';
    }
  }
}

function givenBack(value: unknown, kind: FieldKind): unknown {
  switch (kind) {
    case 'keywords':
      return Array.isArray(value) && value.length > 0 ? value : undefined;
    case 'number':
      return value ?? undefined;
    case 'ip':
      return typeof value === 'string' && value.startsWith(MAPPED) ? value.slice(MAPPED.length) : undefined;
    default:
      return value === '' ? undefined : value;
  }
}

/** Sets a value at a path that the rest of the document does not have. */
function put(node: Node, path: readonly string[], value: unknown): void {
  const last = path.length - 1;
  let parent = node;
  for (let index = 0; index < last; index++) {
    const key = path[index] as string;
    parent[key] ??= {};
    if (typeof parent[key] !== 'object') return;
    parent = parent[key] as Node;
  }
  parent[path[last] as string] ??= value;
}

function isEmpty(node: object): boolean {
  for (const _ in node) return false;
  return true;
}

function treeOf(): Tree {
  const tree: Tree = new Map();
  for (const [index, { field, kind, type }] of HOT_COLUMNS.entries()) {
    const path = field.split('.');
    const name = path.pop() as string;
    let branch = tree;
    for (const key of path) {
      const next = branch.get(key) ?? new Map();
      branch.set(key, next);
      branch = next as Tree;
    }
    branch.set(name, { index, kind, ...limitsOf(type) });
  }
  return tree;
}

function nothing(kind: FieldKind): unknown {
  return kind === 'keywords' ? [] : kind === 'number' ? null : kind === 'ip' ? NO_ADDRESS : '';
}

/** What an integer column holds. */
function limitsOf(type: string): { smallest: number; largest: number } {
  const bits = Number(/U?Int(\d+)/.exec(type)?.[1] ?? 0);
  return type.includes('UInt')
    ? { smallest: 0, largest: 2 ** bits - 1 }
    : { smallest: -(2 ** (bits - 1)), largest: 2 ** (bits - 1) - 1 };
}
