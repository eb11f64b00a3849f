import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { HaechiError } from '@haechi/event';
import { readPolicy, type SitePolicy } from '@haechi/policy';

/** Where a WAF gets the policy of its site. */
export interface PolicySourceOptions {
  /** The platform's address, `http(s)://host:port`. */
  readonly platform: URL;
  readonly token: string;
  /** Id of the site, or its name in the token's tenant. */
  readonly site: string;
  /** Holds the last policy, so that the WAF starts while the platform is away. */
  readonly cacheFile: string;
  readonly say: (line: string) => void;
  /** Milliseconds between two questions. */
  readonly everyMs?: number;
}

interface Fetched {
  readonly revision: number;
  readonly policy: SitePolicy;
}

/** The policy in force, asked for again and again. */
export interface PolicySource {
  readonly current: () => SitePolicy;
  /** Called after each change; one at a time. */
  onChange(take: (policy: SitePolicy) => Promise<void>): void;
  close(): Promise<void>;
}

const EVERY_MS = 5_000;
const ANSWER_MS = 10_000;
const MOST_BYTES = 8 * 1024 ** 2;

/**
 * Fetches the policy and keeps asking.
 *
 * @throws HaechiError `policy_unavailable` where neither the platform nor the file of an earlier run has one
 */
export async function openPolicySource(options: PolicySourceOptions): Promise<PolicySource> {
  const { say, everyMs = EVERY_MS } = options;
  let now = await first(options);
  let take: (policy: SitePolicy) => Promise<void> = async () => undefined;
  let away = false;
  const stop = new AbortController();
  const asking = (async () => {
    while (!stop.signal.aborted) {
      await sleep(everyMs, undefined, { signal: stop.signal }).catch(() => undefined);
      if (stop.signal.aborted) return;
      try {
        const next = await ask(options, now.revision, stop.signal);
        if (away) say('the platform answers again');
        away = false;
        if (next.revision === now.revision) continue;
        await take(next.policy);
        now = next;
        await keep(options.cacheFile, next).catch((error: Error) =>
          say(`warning: the policy is not kept on disk: ${error.message}`),
        );
      } catch (error) {
        if (!away && !stop.signal.aborted) say(`warning: ${reasonOf(error)}; the policy before stays in force`);
        away = true;
      }
    }
  })();
  return {
    current: () => now.policy,
    onChange(taker) {
      take = taker;
    },
    async close() {
      stop.abort();
      await asking;
    },
  };
}

async function first(options: PolicySourceOptions): Promise<Fetched> {
  try {
    const fetched = await ask(options, undefined, new AbortController().signal);
    await keep(options.cacheFile, fetched);
    return fetched;
  } catch (error) {
    const kept = await readFile(options.cacheFile, 'utf8').then(parsed, () => undefined);
    if (kept === undefined || (error instanceof HaechiError && error.code === 'policy_refused'))
      throw new HaechiError('policy_unavailable', {
        what: reasonOf(error),
        where: options.platform.origin,
        remedy: 'check the address, that the site exists, and that the token has the scope waf in its tenant',
        cause: error,
      });
    options.say(`warning: ${reasonOf(error)}; starting with the policy of ${options.cacheFile}`);
    return kept;
  }
}

async function ask({ platform, token, site }: PolicySourceOptions, have: number | undefined, signal: AbortSignal) {
  const url = new URL(`/api/v1/waf/sites/${encodeURIComponent(site)}/policy`, platform);
  if (have !== undefined) url.searchParams.set('have', String(have));
  const answer = await fetch(url, {
    headers: { authorization: `Bearer ${token}` },
    redirect: 'error',
    signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS)]),
  });
  const text = await answer.text();
  if (answer.status !== 200)
    throw new HaechiError(answer.status < 500 ? 'policy_refused' : 'policy_unavailable', {
      what: `the platform answered ${answer.status} to the question for site "${site}"`,
    });
  if (text.length > MOST_BYTES) throw new HaechiError('policy_unavailable', { what: 'the policy is too large' });
  return parsed(text);
}

function parsed(text: string): Fetched {
  const { revision, policy } = JSON.parse(text) as { revision?: unknown; policy?: unknown };
  if (!Number.isSafeInteger(revision)) throw new HaechiError('policy_invalid', { what: 'the policy has no revision' });
  return { revision: revision as number, policy: readPolicy(policy) };
}

/** Several processes of one WAF keep the same file: each writes its own and renames it. */
async function keep(file: string, fetched: Fetched): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, JSON.stringify(fetched), { mode: 0o600 });
  await rename(draft, file);
}

function reasonOf(error: unknown): string {
  if (error instanceof HaechiError) return error.what;
  const { message, cause } = error as Error & { cause?: Error };
  return `the platform cannot be reached (${cause?.message || message})`;
}
