import { randomUUID } from 'node:crypto';
import { HaechiError } from '@haechi/event';
import type { Upload, UploadRepository } from '../../store/state/uploads.ts';
import type { TenantScope } from '../../tenancy/scope.ts';
import { escapes } from '../files/input.ts';
import type { UploadBytes } from './bytes.ts';
import type { UploadLimits } from './limits.ts';

export interface ReceivingDeps {
  readonly uploads: UploadRepository;
  readonly bytes: UploadBytes;
  readonly limits: UploadLimits;
  /** Told when a file is there whole. */
  readonly onWhole: () => void;
}

/** A file that is announced. */
export interface Announced {
  /** With its folders: `case-7/web-1/auth.log`. */
  readonly name: string;
  readonly bytes: number;
  /** IANA zone for times that carry none. */
  readonly timeZone: string;
  readonly author: string;
}

/** Takes in the bytes of files, in parts: a part that breaks off is gone on with from where it broke off. */
export class Receiving {
  readonly #deps: ReceivingDeps;
  /** Parts that come in now, by upload: a sender that lost its connection is back before we notice. */
  readonly #parts = new Map<string, { readonly abort: AbortController; readonly ended: Promise<void> }>();

  constructor(deps: ReceivingDeps) {
    this.#deps = deps;
  }

  /**
   * Makes room for a file at the scope's root.
   *
   * @throws HaechiError `upload_name_invalid`, `upload_too_large`, `upload_no_room`, `too_many_uploads`
   */
  async create(scope: TenantScope, announced: Announced): Promise<Upload> {
    const { uploads, bytes, limits, onWhole } = this.#deps;
    if (!isName(announced.name, limits)) throw refusal('upload_name_invalid', 'the name is no relative path');
    if (announced.bytes > limits.fileBytes) throw refusal('upload_too_large', `> ${limits.fileBytes}`);
    if ((await bytes.free()) - announced.bytes < limits.freeBytes) throw refusal('upload_no_room', 'the disk is full');
    if ((await uploads.receiving(scope)) >= limits.receiving) throw refusal('too_many_uploads', `${limits.receiving}`);
    const isWhole = announced.bytes === 0;
    const id = randomUUID();
    await bytes.create(id);
    const upload = await uploads.add(scope, { ...announced, id, status: isWhole ? 'waiting' : 'receiving' });
    if (isWhole) onWhole();
    return upload;
  }

  /** The upload, once no part of it is under way: how far it is, is then settled. */
  async settled(scope: TenantScope, id: string): Promise<Upload | undefined> {
    const found = await this.#deps.uploads.find(scope, id);
    if (found === undefined || !this.#parts.has(id)) return found;
    await this.#interrupt(id);
    return this.#deps.uploads.find(scope, id);
  }

  /**
   * Takes a part that begins at `offset`; a part that is under way gives way to it.
   *
   * @returns the upload as it is then, and whether the part came whole; `undefined` where there is none
   * @throws HaechiError `upload_offset_wrong`, `upload_part_too_large`, `upload_no_room`
   */
  async append(
    scope: TenantScope,
    id: string,
    offset: number,
    body: AsyncIterable<Uint8Array>,
  ): Promise<{ upload: Upload; isWhole: boolean } | undefined> {
    let upload: Upload | undefined;
    // Of two that come at once the second finds the first under way.
    do upload = await this.settled(scope, id);
    while (this.#parts.has(id));
    if (upload === undefined) return undefined;
    if (upload.status !== 'receiving' || offset !== upload.received)
      throw refusal('upload_offset_wrong', `${upload.received}`);
    const abort = new AbortController();
    const { promise: ended, resolve } = Promise.withResolvers<void>();
    this.#parts.set(id, { abort, ended });
    try {
      return await this.#write(upload, until(body, abort.signal));
    } finally {
      this.#parts.delete(id);
      resolve();
    }
  }

  /** Removes an upload, whatever it does; what it brought into the store stays there. */
  async remove(scope: TenantScope, id: string): Promise<boolean> {
    if ((await this.settled(scope, id)) === undefined) return false;
    const gone = await this.#deps.uploads.remove(scope, id);
    if (gone) await this.#deps.bytes.remove(id);
    return gone;
  }

  async #write(upload: Upload, body: AsyncIterable<Uint8Array>): Promise<{ upload: Upload; isWhole: boolean }> {
    const { uploads, bytes, limits, onWhole } = this.#deps;
    const left = upload.bytes - upload.received;
    if ((await bytes.free()) - left < limits.freeBytes) throw refusal('upload_no_room', 'the disk is full');
    const { received, end } = await bytes.append(upload.id, upload.received, left, body);
    if (end === 'over') throw refusal('upload_part_too_large', `> ${left}`);
    const isThere = received === upload.bytes;
    const changed = await uploads.change(upload, { received, ...(isThere ? { status: 'waiting' } : {}) });
    if (changed === undefined) throw refusal('upload_offset_wrong', 'the upload was removed');
    if (isThere) onWhole();
    return { upload: changed, isWhole: end === 'whole' };
  }

  async #interrupt(id: string): Promise<void> {
    const part = this.#parts.get(id);
    part?.abort.abort();
    await part?.ended;
  }
}

function isName(name: string, { nameChars }: UploadLimits): boolean {
  return name.length > 0 && name.length <= nameChars && !/[\p{Cc}\p{Cs}]/u.test(name) && !escapes(name);
}

function refusal(code: string, where: string): HaechiError {
  return new HaechiError(code, { what: 'the upload is refused', where });
}

/** The body, until the signal. */
async function* until(body: AsyncIterable<Uint8Array>, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const iterator = body[Symbol.asyncIterator]();
  const aborted = new Promise<'aborted'>((resolve) => {
    signal.addEventListener('abort', () => resolve('aborted'), { once: true });
  });
  for (;;) {
    const next = await Promise.race([iterator.next(), aborted]);
    if (next === 'aborted') throw new Error('another part took its place');
    if (next.done === true) return;
    yield next.value;
  }
}
