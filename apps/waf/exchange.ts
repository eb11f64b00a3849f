import type { Duplex } from 'node:stream';
import type { Field } from './http/head.ts';

/** A request as every protocol version gives it. Strings hold one byte a character. */
export interface ClientRequest {
  readonly method: string;
  /** As in the request line; for HTTP/2 the `:path`. */
  readonly target: string;
  readonly protocol: string;
  readonly headers: readonly Field[];
  /** Address and port of the connection's other end. */
  readonly peer: { readonly address: string; readonly port: number };
  readonly local: { readonly address: string; readonly port: number };
  readonly encrypted: boolean;
  /** Bytes of the body where they are said beforehand; `undefined` where they are not. */
  readonly bodyBytes: number | undefined;
  /** Pieces of the body; may be read once. Reading it tells a client that waits for `100 Continue` to go on. */
  body(): AsyncIterable<Buffer>;
  /** Set where the request cannot be taken as it stands: it is judged by the rules, then answered with this. */
  readonly fault?: { readonly status: number; readonly reason: string };
}

/** The way back to the client. */
export interface ClientResponse {
  /** Status line and fields; hop-by-hop fields are left out by the implementation. */
  head(status: number, reason: string, headers: readonly Field[]): void;
  /** Resolves when the client can take more. */
  write(piece: Buffer): Promise<void>;
  end(): Promise<void>;
  /** No further request is to be taken on the connection after this answer. */
  last(): void;
  /** Ends the connection at once, without a further word. */
  abort(): void;
  /**
   * Tells once when the client has gone: it closed its side, or its connection broke.
   *
   * @returns stops listening
   */
  onGone(then: () => void): () => void;
  /** Hands the connection over after a `101`; absent where the protocol has no such thing. */
  readonly takeOver?: () => { readonly socket: Duplex; readonly rest: Buffer };
}

/** The client went away, so the request was given up. */
export class ClientGone extends Error {}
