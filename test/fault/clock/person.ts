import { setTimeout as sleep } from 'node:timers/promises';
import type { AdminSession } from '../server-process.ts';

/** Somebody who works in the console: looks at pages with the session that there is, and signs in where it ended. */
export class Person {
  readonly #origin: string;
  #session: AdminSession;
  #seen = 0;
  #turnedAway = 0;

  constructor(origin: string, session: AdminSession) {
    this.#origin = origin;
    this.#session = session;
  }

  async look(): Promise<void> {
    const answer = await fetch(`${this.#origin}/api/v1/me`, { headers: this.#session.headers });
    await answer.arrayBuffer();
    if (answer.ok) this.#seen++;
    else this.#turnedAway++;
  }

  /** What came of the looks since the last call. */
  looks(): string {
    const said = `${this.#seen} pages seen, ${this.#turnedAway} times asked to sign in`;
    this.#seen = 0;
    this.#turnedAway = 0;
    return said;
  }

  /** Mistypes the password some times; answers how often it was looked at. */
  async signInWrongly(times: number): Promise<number> {
    let looked = 0;
    for (let tries = 0; tries < times; tries++) if ((await this.#post('mistyped-password')).status === 401) looked++;
    return looked;
  }

  /** Signs in, waiting where asked to. @returns milliseconds it took; `undefined` when it was not possible in time */
  async signIn(withinMs: number): Promise<number | undefined> {
    const began = performance.now();
    while (performance.now() - began < withinMs) {
      const answer = await this.#post('correct-horse-battery-staple-42');
      if (answer.ok) {
        const { csrf } = (await answer.json()) as { csrf: string };
        const cookie = answer.headers
          .getSetCookie()
          .map((line) => line.split(';')[0])
          .join('; ');
        this.#session = { headers: { cookie, 'x-csrf-token': csrf, 'content-type': 'application/json' } };
        return Math.round(performance.now() - began);
      }
      await answer.arrayBuffer();
      await sleep(1_000);
    }
    return undefined;
  }

  async #post(password: string): Promise<Response> {
    return fetch(`${this.#origin}/api/v1/sessions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username: 'admin', password }),
    });
  }
}
