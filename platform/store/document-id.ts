import { createHash } from 'node:crypto';

/** In front of ids that senders gave; the ids of a bus begin with its own name. */
const PREFIX = 'doc.';

/**
 * The event id of a record that its sender named, so that sending it again stores it once. The tenant is part of it:
 * nobody can keep out another's event by taking its id.
 */
export function documentId(tenant: string, index: string, id: string): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([tenant, index, id]))
    .digest('base64url');
  return `${PREFIX}${digest.slice(0, 27)}`;
}

/** True for the id of a record that its sender named, and of each event made from it. */
export function isDocumentId(id: string): boolean {
  return id.startsWith(PREFIX);
}
