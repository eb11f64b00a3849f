import type { Criticality } from '@haechi/event';

/** The tables of a tenant. */
export type InventoryTable = 'assets' | 'users';

/** What an account's person is doing. */
export const EMPLOYMENTS = ['active', 'leave', 'left'] as const;
export type Employment = (typeof EMPLOYMENTS)[number];

/** A machine, device or network that a tenant knows. Texts that are not known are empty. */
export interface Asset {
  /** Its key, whatever the case of its letters. */
  readonly name: string;
  /** Addresses and networks (`10.0.0.5`, `10.0.0.0/24`, `2001:db8::/32`) and MACs (`00-00-5E-00-53-23`), canonical. */
  readonly addresses: readonly string[];
  /** Host names, lower case, with or without domain. */
  readonly hosts: readonly string[];
  readonly owner: string;
  readonly department: string;
  readonly site: string;
  readonly criticality: Criticality;
  readonly tags: readonly string[];
  /** Operating system with its version. */
  readonly os: string;
  readonly note: string;
}

/** An account that a tenant knows, and whose it is. Texts that are not known are empty. */
export interface KnownUser {
  /** `user.name` in events; its key, whatever the case of its letters. */
  readonly name: string;
  readonly email: string;
  /** Other names in events: `CORP\kim`, a SID, a user id, a second e-mail address. */
  readonly aliases: readonly string[];
  readonly fullName: string;
  readonly department: string;
  readonly title: string;
  readonly privileged: boolean;
  readonly status: Employment;
  readonly criticality: Criticality;
  /** Name of the person in charge. */
  readonly manager: string;
}

/** A row by the name of its table. */
export interface InventoryRows {
  readonly assets: Asset;
  readonly users: KnownUser;
}

/** The key of a row: names that differ in case alone are one. */
export function keyOf(name: string): string {
  return name.toLowerCase();
}
