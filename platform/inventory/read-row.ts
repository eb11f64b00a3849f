import { storable } from '../store/state/storable.ts';
import { canonicalAddress } from './address.ts';
import { type Asset, type InventoryRows, type InventoryTable, type KnownUser, keyOf } from './entry.ts';
import { INVENTORY_LIMITS } from './limits.ts';
import { CRITICALITY_WORDS, EMPLOYMENT_WORDS, YES_WORDS } from './vocabulary.ts';

/** Why a row was not taken; shown in words by the console. */
export const PROBLEM_REASONS = [
  'missing',
  'duplicate',
  'too_long',
  'too_many',
  'not_text',
  'address_invalid',
  'host_invalid',
  'email_invalid',
  'word_unknown',
  'nothing_to_match',
] as const;
type ProblemReason = (typeof PROBLEM_REASONS)[number];

/** What is wrong with a row. */
export interface RowProblem {
  /** Name of the field. */
  readonly field: string;
  readonly reason: ProblemReason;
  /** What stands there, cut. */
  readonly value: string;
}

/** A row as it was given: a list is one already, or a text with `;`, `,`, `|` or line breaks between. */
export type GivenRow = ReadonlyMap<string, unknown>;

const VALUE_SHOWN = 80;
const HOST = /^[\p{L}\p{N}_][\p{L}\p{N}_-]{0,62}(?:\.[\p{L}\p{N}_-]{1,63}){0,16}$/u;
const EMAIL = /^[^\s@]{1,64}@[^\s@]{1,190}$/;

/** Reads a row into its canonical form. */
export function readRow<Table extends InventoryTable>(
  table: Table,
  given: GivenRow,
): { readonly row: InventoryRows[Table] } | { readonly problem: RowProblem } {
  const reading = new RowReading(given);
  const row = table === 'assets' ? assetOf(reading) : userOf(reading);
  return reading.problem === undefined ? { row: row as InventoryRows[Table] } : { problem: reading.problem };
}

function assetOf(reading: RowReading): Asset {
  const name = reading.name();
  const named = reading.list('hosts', hostOrAddress, 'host_invalid');
  const addresses = [...reading.list('addresses', canonicalAddress, 'address_invalid'), ...named.filter(isAddress)];
  const hosts = named.filter((host) => !isAddress(host));
  // A list of nothing but names means the names of hosts.
  if (addresses.length === 0 && hosts.length === 0) {
    const alone = hostOrAddress(name);
    if (alone === undefined) reading.refuse('addresses', 'nothing_to_match', name);
    else (isAddress(alone) ? addresses : hosts).push(alone);
  }
  return {
    name,
    addresses: [...new Set(addresses)],
    hosts: [...new Set(hosts)],
    owner: reading.text('owner'),
    department: reading.text('department'),
    site: reading.text('site'),
    criticality: reading.word('criticality', CRITICALITY_WORDS, 'medium'),
    tags: reading.list('tags', (tag) => tag, 'not_text'),
    os: reading.text('os'),
    note: reading.text('note', INVENTORY_LIMITS.noteChars),
  };
}

function userOf(reading: RowReading): KnownUser {
  const email = reading.text('email').toLowerCase();
  if (email !== '' && !EMAIL.test(email)) reading.refuse('email', 'email_invalid', email);
  return {
    name: reading.name(),
    email,
    aliases: reading.list('aliases', (alias) => alias, 'not_text'),
    fullName: reading.text('fullName'),
    department: reading.text('department'),
    title: reading.text('title'),
    privileged: reading.word('privileged', YES_WORDS, false),
    status: reading.word('status', EMPLOYMENT_WORDS, 'active'),
    criticality: reading.word('criticality', CRITICALITY_WORDS, 'medium'),
    manager: reading.text('manager'),
  };
}

function hostOrAddress(text: string): string | undefined {
  const address = canonicalAddress(text);
  if (address !== undefined) return address;
  const host = text.toLowerCase().replace(/\.$/, '');
  return HOST.test(host) ? host : undefined;
}

/** Of what `hostOrAddress` gave. */
function isAddress(value: string): boolean {
  return canonicalAddress(value) !== undefined;
}

/** Takes fields out of a given row and remembers the first thing that is wrong. */
class RowReading {
  problem: RowProblem | undefined;
  readonly #given: GivenRow;

  constructor(given: GivenRow) {
    this.#given = given;
  }

  refuse(field: string, reason: ProblemReason, value = ''): void {
    this.problem ??= { field, reason, value: value.slice(0, VALUE_SHOWN) };
  }

  name(): string {
    const name = this.text('name');
    if (keyOf(name) === '') this.refuse('name', 'missing');
    return name;
  }

  text(field: string, most: number = INVENTORY_LIMITS.textChars): string {
    const value = this.#given.get(field) ?? '';
    if (typeof value === 'object') this.refuse(field, 'not_text', JSON.stringify(value));
    const text = storable(String(value));
    if (text.length > most || keyOf(text).length > most) this.refuse(field, 'too_long', text);
    return text;
  }

  word<Value>(field: string, words: ReadonlyMap<string, Value>, otherwise: Value): Value {
    const text = this.text(field);
    const value = text === '' ? otherwise : words.get(text.toLowerCase());
    if (value === undefined) this.refuse(field, 'word_unknown', text);
    return value ?? otherwise;
  }

  list(field: string, read: (text: string) => string | undefined, otherwise: ProblemReason): string[] {
    const given = this.#given.get(field) ?? '';
    const texts = Array.isArray(given) ? given : String(given).split(/[;,|\n]/);
    const found = new Set<string>();
    for (const one of texts) {
      if (typeof one !== 'string') this.refuse(field, 'not_text', JSON.stringify(one));
      const text = storable(String(one));
      if (text === '') continue;
      const value = read(text);
      if (value === undefined) this.refuse(field, otherwise, text);
      else if (value.length > INVENTORY_LIMITS.textChars) this.refuse(field, 'too_long', text);
      else found.add(value);
    }
    if (found.size > INVENTORY_LIMITS.values) this.refuse(field, 'too_many', String(found.size));
    return [...found].slice(0, INVENTORY_LIMITS.values);
  }
}
