/** The live stream of a console, read all the time. */
export class LiveStream {
  readonly #origin: string;
  readonly #token: string;
  /** Messages that came so far. */
  messages = 0;

  constructor(origin: string, token: string) {
    this.#origin = origin;
    this.#token = token;
    void this.#follow();
  }

  /** Opens it anew, as a browser does when it ended; answers whether a message comes within 5 s. */
  async again(): Promise<boolean> {
    const before = this.messages;
    void this.#follow();
    for (let tries = 0; tries < 50 && this.messages === before; tries++)
      await new Promise((resolve) => setTimeout(resolve, 100));
    return this.messages > before;
  }

  async #follow(): Promise<void> {
    try {
      const answer = await fetch(`${this.#origin}/api/v1/stream`, {
        headers: { authorization: `Bearer ${this.#token}` },
      });
      if (!answer.ok || answer.body === null) return;
      for await (const chunk of answer.body.pipeThrough(new TextDecoderStream()))
        this.messages += chunk.split('\n\n').length - 1;
    } catch {
      // Ended by the server: seen in that no message comes.
    }
  }
}
