import { readFile } from 'node:fs/promises';
import { BlockList } from 'node:net';
import { HaechiError } from '@haechi/event';
import type { BlockEntry } from '@haechi/policy';
import { accountsOf } from './account.ts';
import { addTo, has } from './addresses.ts';
import type { Field } from './http/head.ts';
import { valuesOf } from './http/head.ts';
import { WAF_LIMITS } from './limits.ts';

/** One line of a block list file: who is blocked, until when, and why. */
interface Entry {
  readonly kind: BlockEntry['kind'];
  readonly value: string;
  readonly expiresMs: number;
}

/** Who is turned away before any rule runs. Entries end by themselves. */
export interface Blocked {
  /** Whether the client, a session cookie of its request, or the account that it names is on the list. */
  matches(address: string, headers: readonly Field[], nowMs: number): boolean;
}

export const NOBODY: Blocked = { matches: () => false };

/**
 * Reads a block list: NDJSON of `{"address": "198.51.100.0/24", "expires": "2026-01-01T00:00:00Z"}` or
 * `{"session": "cookie value"}` or `{"account": "user name"}`. Without `expires` an entry stays until it is taken out of the file.
 *
 * @throws HaechiError `block_list_invalid` with the line; `block_list_unreadable`
 */
export async function readBlockList(path: string): Promise<Blocked> {
  const lines = (
    await readFile(path, 'utf8').catch((cause: unknown) => {
      throw new HaechiError('block_list_unreadable', {
        what: 'the block list cannot be read',
        where: path,
        remedy: 'check the path',
        cause,
      });
    })
  ).split('\n');
  const entries = lines.flatMap((line, index) => (line.trim() === '' ? [] : [entryOf(line, `${path}:${index + 1}`)]));
  if (entries.length > WAF_LIMITS.blocked) throw invalid(path, `more than ${WAF_LIMITS.blocked} entries`);
  return blockedOf(entries);
}

/** The block list of a site's policy, with what a file lists beside it. */
export function blockedBy(entries: readonly BlockEntry[], file: Blocked): Blocked {
  if (entries.length === 0) return file;
  const own = blockedOf(
    entries.map(({ kind, value, expires }) => ({
      kind,
      value,
      expiresMs: expires === undefined ? Number.POSITIVE_INFINITY : Date.parse(expires),
    })),
  );
  return {
    matches: (address, headers, nowMs) => own.matches(address, headers, nowMs) || file.matches(address, headers, nowMs),
  };
}

function blockedOf(entries: readonly Entry[]): Blocked {
  const sessions = new Map<string, number>();
  const accounts = new Map<string, number>();
  // Entries that end at the same time share a list, so that an end costs nothing at a request.
  const networks = new Map<number, BlockList>();
  for (const { kind, value, expiresMs } of entries) {
    if (kind === 'session') sessions.set(value, expiresMs);
    else if (kind === 'account') accounts.set(value.toLowerCase(), expiresMs);
    else {
      const list = networks.get(expiresMs) ?? new BlockList();
      addTo(list, value);
      networks.set(expiresMs, list);
    }
  }
  return {
    matches(address, headers, nowMs) {
      for (const [expiresMs, list] of networks) {
        if (expiresMs <= nowMs) networks.delete(expiresMs);
        else if (has(list, address)) return true;
      }
      if (accounts.size > 0 && accountsOf(headers).some((name) => (accounts.get(name) ?? 0) > nowMs)) return true;
      if (sessions.size === 0) return false;
      return valuesOf(headers, 'cookie').some((cookie) =>
        cookie.split(';').some((pair) => (sessions.get(pair.slice(pair.indexOf('=') + 1).trim()) ?? 0) > nowMs),
      );
    },
  };
}

function entryOf(line: string, where: string): Entry {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw invalid(where, 'not a JSON object');
  }
  const { address, session, account, expires } = (value ?? {}) as Record<string, unknown>;
  const expiresMs = expires === undefined ? Number.POSITIVE_INFINITY : Date.parse(String(expires));
  if (Number.isNaN(expiresMs)) throw invalid(where, 'expires is no ISO 8601 time');
  if (typeof address === 'string') {
    addTo(new BlockList(), address);
    return { kind: 'address', value: address, expiresMs };
  }
  if (typeof session === 'string' && session !== '') return { kind: 'session', value: session, expiresMs };
  if (typeof account === 'string' && account !== '') return { kind: 'account', value: account, expiresMs };
  throw invalid(where, 'an entry needs an address, a session or an account');
}

function invalid(where: string, what: string): HaechiError {
  return new HaechiError('block_list_invalid', { what, where, remedy: 'mend the line; see docs/operations/waf.md' });
}
