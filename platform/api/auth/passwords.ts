import { HaechiError } from '@haechi/event';
import { type Algorithm, hash, verify } from '@node-rs/argon2';
import { newSecret } from './secrets.ts';

/** OWASP Password Storage Cheat Sheet: argon2id with at least 19 MiB, 2 passes, 1 lane. */
const COST = {
  algorithm: 2 satisfies Algorithm.Argon2id as Algorithm,
  memoryCost: 19_456,
  timeCost: 2,
  parallelism: 1,
};

/** zxcvbn scores run from 0 to 4; 3 is "safely unguessable", moderate protection even against an offline attack. */
const LEAST_SCORE = 3;
const LEAST_CHARACTERS = 12;

let decoy: Promise<string> | undefined;

export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize('NFKC'), COST);
}

/**
 * True when the password fits the stored hash. For an unknown user give no hash: the same work is done against a decoy,
 * so that the time tells nothing about which users exist.
 */
export async function verifyPassword(stored: string | undefined, password: string): Promise<boolean> {
  const against = stored ?? (await (decoy ??= hashPassword(newSecret())));
  const fits = await verify(against, password.normalize('NFKC'));
  return fits && stored !== undefined;
}

/**
 * Refuses a weak new password: NIST SP 800-63B 3.1.1.2 (length, a block list, words of the context, no composition
 * rules), with zxcvbn as the block list because it also sees `p4ssw0rd2024!` and `qwertyuiop12`.
 *
 * @param words what the attacker would try first: username, display name
 * @throws HaechiError `password_too_short`, `password_too_common`
 */
export async function requireStrongPassword(password: string, words: readonly string[]): Promise<void> {
  if ([...password].length < LEAST_CHARACTERS) {
    throw new HaechiError('password_too_short', {
      what: `the password has fewer than ${LEAST_CHARACTERS} characters`,
      remedy: 'choose a longer one; several words make a good one',
    });
  }
  const estimator = await loadEstimator();
  if (estimator.check(password, ['haechi', ...words]).score < LEAST_SCORE) {
    throw new HaechiError('password_too_common', {
      what: 'the password is easy to guess',
      remedy: 'avoid names, dates, keyboard patterns and known passwords; several unrelated words make a good one',
    });
  }
}

let estimator: Promise<{ check(password: string, words: string[]): { score: number } }> | undefined;

/** Loaded at the first new password: the dictionaries cost memory that most processes never need. */
function loadEstimator(): NonNullable<typeof estimator> {
  return (estimator ??= (async () => {
    const [{ ZxcvbnFactory }, common] = await Promise.all([
      import('@zxcvbn-ts/core'),
      import('@zxcvbn-ts/language-common'),
    ]);
    return new ZxcvbnFactory({ dictionary: common.dictionary, graphs: common.adjacencyGraphs });
  })());
}
