import { readFile } from 'node:fs/promises';
import { createSecureContext } from 'node:tls';
import { HaechiError } from '@haechi/event';
import type { TlsIdentity } from '@haechi/platform/ingest/sockets/listener.ts';

/** Where a listener's certificate lies. */
export interface TlsFiles {
  readonly cert: string;
  readonly key: string;
  /** Authorities of client certificates. */
  readonly clientCa?: string | undefined;
}

/**
 * Reads a certificate, its key and the authorities of clients, and sees that they belong together.
 *
 * @throws HaechiError `certificate_invalid`
 */
export async function readTlsIdentity({ cert, key, clientCa }: TlsFiles): Promise<TlsIdentity> {
  const where = [cert, key, clientCa].filter((file) => file !== undefined).join(', ');
  try {
    const identity = {
      cert: await readFile(cert, 'utf8'),
      key: await readFile(key, 'utf8'),
      ...(clientCa === undefined ? {} : { ca: await readFile(clientCa, 'utf8') }),
    };
    createSecureContext(identity);
    return identity;
  } catch (error) {
    throw new HaechiError('certificate_invalid', {
      what: `the certificate cannot be used: ${error instanceof Error ? error.message : String(error)}`,
      where,
      remedy: 'give PEM files that this user may read: a certificate, and the key that belongs to it',
      cause: error,
    });
  }
}
