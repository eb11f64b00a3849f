import { createCipheriv, createDecipheriv, randomBytes, randomUUID } from 'node:crypto';
import { link, open, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { HaechiError } from '@haechi/event';

const VERSION = 1;
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Keeps secrets that have to be read back: what is in the state cannot be read without the key, which is not there. */
export interface Sealer {
  /**
   * Encrypts a text (AES-256-GCM, a random nonce each time).
   *
   * @param context what the secret is for; it cannot be opened for anything else
   */
  seal(text: string, context: string): Promise<string>;
  /** The text again; `undefined` where the key is another one, the context differs, or it was altered. */
  open(sealed: string, context: string): Promise<string | undefined>;
}

/** A sealer with the key in that file (32 bytes, readable for its owner alone), made when something is first sealed. */
export function sealerAt(file: string): Sealer {
  return {
    async seal(text, context) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', (await readKey(file)) ?? (await makeKey(file)), nonce);
      cipher.setAAD(Buffer.from(context));
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([Buffer.of(VERSION), nonce, cipher.getAuthTag(), sealed]).toString('base64');
    },
    async open(sealed, context) {
      const key = await readKey(file);
      const bytes = Buffer.from(sealed, 'base64');
      const begin = 1 + NONCE_BYTES + TAG_BYTES;
      if (key === undefined || bytes[0] !== VERSION || bytes.length < begin) return undefined;
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(1, 1 + NONCE_BYTES));
      decipher.setAAD(Buffer.from(context));
      decipher.setAuthTag(bytes.subarray(1 + NONCE_BYTES, begin));
      try {
        return decipher.update(bytes.subarray(begin), undefined, 'utf8') + decipher.final('utf8');
      } catch {
        return undefined;
      }
    },
  };
}

async function readKey(file: string): Promise<Buffer | undefined> {
  const key = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (key === undefined || key.length === KEY_BYTES) return key;
  throw new HaechiError('secret_key_invalid', {
    what: `the key has ${key.length} bytes instead of ${KEY_BYTES}`,
    where: file,
    remedy: 'restore it from a backup; without it, remove the file and enter the credentials again',
  });
}

/** Makes the key whole or not at all; of two that make it at once, one wins. */
async function makeKey(file: string): Promise<Buffer> {
  const draft = path.join(path.dirname(file), `.${path.basename(file)}.${randomUUID()}`);
  const handle = await open(draft, 'wx', 0o600);
  try {
    await handle.writeFile(randomBytes(KEY_BYTES));
    await handle.sync();
    await link(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await handle.close();
    await rm(draft, { force: true });
  }
  return readFile(file);
}
