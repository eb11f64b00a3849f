import { randomUUID } from 'node:crypto';
import type { Topic, Words } from '../words.ts';
import type { NatsLink } from './stream.ts';

/** Characters of a word; a longer one is not said: what it would tell is read from the stores. */
const WORD_CHARS = 256 * 1024;

/** Words over core NATS, beside the stream: `STREAM.notice`, `STREAM.live`. */
export class NatsWords implements Words {
  readonly #link: NatsLink;
  readonly #stream: string;
  /** A process hears its own words, too. */
  readonly #me = randomUUID();

  constructor(link: NatsLink, stream: string) {
    this.#link = link;
    this.#stream = stream;
  }

  say(topic: Topic, word: unknown): void {
    const text = JSON.stringify({ from: this.#me, word });
    if (text.length > WORD_CHARS || this.#link.isClosed() || this.#link.isDraining()) return;
    this.#link.publish(`${this.#stream}.${topic}`, text);
  }

  hear(topic: Topic, listener: (word: unknown) => void): void {
    this.#link.subscribe(`${this.#stream}.${topic}`, {
      callback: (error, message) => {
        if (error !== null) return;
        const said = read(message.string());
        if (said === undefined || said.from === this.#me) return;
        try {
          listener(said.word);
        } catch {
          // A word that makes no sense here is none.
        }
      },
    });
  }

  onGap(listener: () => void): void {
    void this.#listenForGaps(listener);
  }

  async #listenForGaps(listener: () => void): Promise<void> {
    for await (const { type } of this.#link.status()) if (type === 'reconnect') listener();
  }
}

function read(text: string): { readonly from: unknown; readonly word: unknown } | undefined {
  try {
    const said: unknown = JSON.parse(text);
    return typeof said === 'object' && said !== null && 'from' in said && 'word' in said ? said : undefined;
  } catch {
    return undefined;
  }
}
