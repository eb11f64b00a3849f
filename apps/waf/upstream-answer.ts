import type { Dispatcher } from 'undici';
import { ClientGone } from './exchange.ts';
import type { Field } from './http/head.ts';
import type { UpstreamAnswer } from './upstream.ts';

/** Bytes of an answer held before the upstream is asked to wait. */
const HELD_BYTES = 131_072;

/** Takes what the upstream answers to one request: the head once, then the body as fast as it is read. */
export class AnswerHandler implements Dispatcher.DispatchHandler {
  readonly #resolve: (answer: UpstreamAnswer) => void;
  readonly #reject: (error: unknown) => void;
  readonly #stopListening: () => void;
  #controller: Dispatcher.DispatchController | undefined;
  #gone = false;
  #pieces: Buffer[] = [];
  #bytes = 0;
  #ended = false;
  #fault: Error | undefined;
  #wake: (() => void) | undefined;

  constructor(
    resolve: (answer: UpstreamAnswer) => void,
    reject: (error: unknown) => void,
    onGone: (then: () => void) => () => void,
  ) {
    this.#resolve = resolve;
    this.#reject = reject;
    this.#stopListening = onGone(() => {
      this.#gone = true;
      // A request that waits for a connection is given up at once, not when one is free.
      this.#reject(new ClientGone('the client has gone'));
      this.#controller?.abort(new ClientGone('the client has gone'));
    });
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#gone) controller.abort(new ClientGone('the client has gone'));
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    _headers: unknown,
    reason: string | undefined,
  ): void {
    // Interim answers are of this hop (RFC 9110, section 15.2).
    if (status < 200) return;
    this.#resolve({
      status,
      reason: reason ?? '',
      headers: fieldsOf(controller.rawHeaders),
      body: this.#body(),
      cancel: () => controller.abort(new Error('the rest of the answer is not wanted')),
    });
  }

  onResponseData(controller: Dispatcher.DispatchController, piece: Buffer): void {
    this.#pieces.push(piece);
    this.#bytes += piece.length;
    if (this.#bytes >= HELD_BYTES) controller.pause();
    this.#wake?.();
  }

  onResponseEnd(): void {
    this.#stopListening();
    this.#ended = true;
    this.#wake?.();
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#stopListening();
    this.#fault = error;
    this.#reject(error);
    this.#wake?.();
  }

  async *#body(): AsyncGenerator<Buffer> {
    for (;;) {
      const pieces = this.#pieces;
      if (pieces.length > 0) {
        this.#pieces = [];
        this.#bytes = 0;
        yield* pieces;
        if (this.#controller?.paused === true) this.#controller.resume();
      } else if (this.#fault !== undefined) throw this.#fault;
      else if (this.#ended) return;
      else
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
    }
  }
}

function fieldsOf(raw: Dispatcher.DispatchController['rawHeaders']): Field[] {
  const fields: Field[] = [];
  if (!Array.isArray(raw)) return fields;
  for (let index = 0; index < raw.length; index += 2) fields.push([text(raw[index]), text(raw[index + 1])]);
  return fields;
}

function text(value: Buffer | string | undefined): string {
  return typeof value === 'string' ? value : (value?.toString('latin1') ?? '');
}
