import { setTimeout as sleep } from 'node:timers/promises';

/** Sends records that say no time of their own over HEC, all the time, and remembers what was acknowledged. */
export class SteadySender {
  readonly #origin: string;
  readonly #token: string;
  readonly tag: string;
  readonly taken = new Set<string>();
  refused = 0;
  /** Status and text of the last refusal. */
  lastRefusal = '';
  /** Longest wait for an answer since it was set to 0, milliseconds. */
  longestMs = 0;
  /** Whether the last request was taken. */
  takenLately = false;
  #sending = true;
  #serial = 0;
  #looks = 0;
  #refusedLooks = 0;

  constructor(origin: string, token: string, tag: string) {
    this.#origin = origin;
    this.#token = token;
    this.tag = tag;
  }

  /** @param records of a request @param pauseMs between two requests */
  async run(records = 25, pauseMs = 50): Promise<void> {
    while (this.#sending) {
      const ids = Array.from({ length: records }, () => `${this.tag}-${this.#serial++}`);
      const body = ids.map((id) => JSON.stringify({ event: { message: `through jumps ${id}` } })).join('\n');
      const began = performance.now();
      const answer = await fetch(`${this.#origin}/services/collector`, {
        method: 'POST',
        headers: { authorization: `Splunk ${this.#token}` },
        body,
      });
      const text = await answer.text();
      this.longestMs = Math.max(this.longestMs, performance.now() - began);
      this.takenLately = answer.status === 200;
      if (this.takenLately) for (const id of ids) this.taken.add(id);
      else {
        this.refused++;
        this.lastRefusal = `${answer.status} ${text}`;
      }
      await sleep(pauseMs);
    }
  }

  stop(): void {
    this.#sending = false;
  }

  /** Asks the API something with a token. */
  async look(token: string): Promise<void> {
    const answer = await fetch(`${this.#origin}/api/v1/tenants`, { headers: { authorization: `Bearer ${token}` } });
    await answer.arrayBuffer();
    if (answer.ok) this.#looks++;
    else this.#refusedLooks++;
  }

  /** What came of the looks since the last call. */
  looks(): string {
    const said = `${this.#looks} answers, ${this.#refusedLooks} refusals`;
    this.#looks = 0;
    this.#refusedLooks = 0;
    return said;
  }
}

/**
 * Twelve refused SSH passwords and an accepted one from an address, with the true time as a host writes it: no year.
 *
 * @returns whether they were taken
 */
export async function guessPasswords(origin: string, token: string, address: string): Promise<boolean> {
  const [, month = '', day = '', time = ''] = /^\w+, (\d+) (\w+) \d+ ([\d:]+)/.exec(new Date().toUTCString()) ?? [];
  const at = `${day} ${String(Number(month)).padStart(2)} ${time}`;
  const words = [...Array.from({ length: 12 }, () => 'Failed'), 'Accepted'];
  const lines = words.map(
    (word, index) =>
      `<38>${at} web01 sshd[${100 + index}]: ${word} password for admin from ${address} port ${4_000 + index} ssh2`,
  );
  const answer = await fetch(`${origin}/services/collector/raw?channel=11111111-1111-4111-8111-111111111111`, {
    method: 'POST',
    headers: { authorization: `Splunk ${token}` },
    body: lines.join('\n'),
  });
  await answer.arrayBuffer();
  return answer.status === 200;
}

/** Stored records of a sender with how often each is there; waits until there are as many as expected, or none come any more. */
export async function storedIds(
  origin: string,
  token: string,
  tag: string,
  expected: number,
): Promise<Map<string, number>> {
  let before = -1;
  for (let still = 0; ; ) {
    const counts = new Map<string, number>();
    let cursor: string | undefined;
    do {
      const answer = await fetch(`${origin}/api/v1/search`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({
          query: `raw:*${tag}-*`,
          from: '2000-01-01T00:00:00Z',
          to: '2100-01-01T00:00:00Z',
          limit: 1000,
          ...(cursor === undefined ? {} : { cursor }),
        }),
      });
      if (!answer.ok) throw new Error(`search answered ${answer.status}: ${await answer.text()}`);
      const page = (await answer.json()) as { rows: { raw: string }[]; next?: string };
      for (const { raw } of page.rows) {
        const id = new RegExp(`${tag}-\\d+`).exec(raw)?.[0] ?? '';
        counts.set(id, (counts.get(id) ?? 0) + 1);
      }
      cursor = page.next;
    } while (cursor !== undefined);
    still = counts.size === before ? still + 1 : 0;
    if (counts.size >= expected || still > 2) return counts;
    before = counts.size;
    await sleep(2_000);
  }
}
