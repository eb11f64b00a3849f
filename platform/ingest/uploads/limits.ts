/** Limits of files that are given as files; each with its unit and the reason for the default. */
export interface UploadLimits {
  /** Bytes of one file: images of a server's logs reach tens of GB. */
  readonly fileBytes: number;
  /** Characters of a name with its folders. */
  readonly nameChars: number;
  /** Files of one tenant whose bytes have not all come: a folder is sent as one after the other. */
  readonly receiving: number;
  /** Bytes that stay free on the disk: the spool and the stores need room, too. */
  readonly freeBytes: number;
  /** Milliseconds without a byte after which a request is given up; what it brought is kept. */
  readonly idleMs: number;
  /** Milliseconds after which an upload that did not go on is removed. */
  readonly receivingMs: number;
  /** Milliseconds that the outcome of an upload is shown. */
  readonly shownMs: number;
  /** Files and members that could not be read, kept with their reason; more are counted. */
  readonly problems: number;
  /** Batches that may wait for the pipeline before more of a file is read: live senders share that queue. */
  readonly batchesAhead: number;
  /** Uploads that are read at once, of which all but one are held back by what their tenants may send; one a tenant. */
  readonly reading: number;
  /** Milliseconds between two looks whether an upload that is held back may go on, and whether it is still wanted. */
  readonly heldMs: number;
  /** Milliseconds between two looks at a queue, and between two notes of how far reading has come. */
  readonly pollMs: number;
}

export const UPLOAD_LIMITS: UploadLimits = {
  fileBytes: 64 * 1024 ** 3,
  nameChars: 1024,
  receiving: 10_000,
  freeBytes: 2 * 1024 ** 3,
  idleMs: 60_000,
  receivingMs: 7 * 24 * 3_600_000,
  shownMs: 90 * 24 * 3_600_000,
  problems: 100,
  batchesAhead: 16,
  reading: 32,
  heldMs: 5_000,
  pollMs: 500,
};
