import { HaechiError } from '@haechi/event';
import { policyRules, type SitePolicy } from '@haechi/policy';
import { bytesAsText, diskReader, loadRules, type MatchedRule, type RuleSet } from '@haechi/seclang';
import { type RawRequest, rawRequest } from './raw-request.ts';

/** What the WAF would do with a request. */
interface Trial {
  /** In mode `detect` a request that would be stopped is `reported`. */
  readonly verdict: 'passed' | 'reported' | 'blocked';
  readonly rules: readonly Pick<MatchedRule, 'id' | 'msg' | 'severity' | 'variable' | 'data' | 'tags'>[];
}

/** Judges requests by a site's policy and Haechi's own rules, without sending them anywhere. */
export type TryRequest = (policy: SitePolicy, text: string) => Trial;

/** Policies whose rules stay compiled. */
const REMEMBERED = 8;
const POLICY_FILE = 'haechi-policy.conf';

/**
 * Makes the judge.
 *
 * @param files SecLang files in their order
 */
export function tryRequestWith(files: readonly string[]): TryRequest {
  const compiled = new Map<string, RuleSet>();
  return (policy, text) => {
    const request = rawRequest(text);
    const rules = policyRules({ ...policy, mode: 'block' });
    let ruleset = compiled.get(rules);
    if (ruleset === undefined) {
      ruleset = compile(files, rules);
      if (compiled.size >= REMEMBERED) compiled.delete(compiled.keys().next().value as string);
      compiled.set(rules, ruleset);
    }
    return judge(ruleset, request, policy.mode);
  };
}

function compile(files: readonly string[], policy: string): RuleSet {
  const disk = diskReader();
  const loaded = loadRules([POLICY_FILE, ...files], {
    reader: {
      read: (path) => (path === POLICY_FILE ? Buffer.from(policy) : disk.read(path)),
      expand: (pattern, from) => (pattern === POLICY_FILE ? [pattern] : disk.expand(pattern, from)),
    },
  });
  if (loaded.ruleset !== undefined) return loaded.ruleset;
  throw new HaechiError('waf_rules_invalid', {
    what: 'the rules of the WAF cannot be loaded',
    where: loaded.errors[0]?.message ?? '',
    remedy: 'report this with the message',
  });
}

function judge(ruleset: RuleSet, request: RawRequest, mode: SitePolicy['mode']): Trial {
  const transaction = ruleset.transaction();
  transaction.processConnection({
    clientAddress: '192.0.2.1',
    clientPort: 50_000,
    serverAddress: '192.0.2.2',
    serverPort: 80,
  });
  transaction.processUri({ method: request.method, uri: request.target, protocol: request.protocol });
  for (const [name, value] of request.headers) transaction.addRequestHeader(name, value);
  transaction.processRequestHeaders();
  if (transaction.interruption === undefined) transaction.writeRequestBody(request.body);
  if (transaction.interruption === undefined) transaction.processRequestBody();
  const stopped = transaction.interruption !== undefined;
  return {
    verdict: stopped ? (mode === 'block' ? 'blocked' : 'reported') : 'passed',
    rules: transaction.matchedRules.map(({ id, msg, severity, variable, data, tags }) => ({
      id,
      msg: bytesAsText(msg),
      severity,
      variable: bytesAsText(variable),
      data: bytesAsText(data),
      tags: tags.map(bytesAsText),
    })),
  };
}
