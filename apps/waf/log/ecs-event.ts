import type { EcsEvent } from '@haechi/event';
import type { Found, Masker } from '@haechi/masking';
import { maskBody, maskHeader, maskUrlencoded } from '@haechi/masking';
import { bytesAsText, type MatchedRule } from '@haechi/seclang';
import { decodedBody } from '../decoded-body.ts';
import { type Field, valuesOf } from '../http/head.ts';
import type { KeptBody } from './kept-body.ts';
import type { Outcome, Recorded } from './recording.ts';

/** The event of the dataset `haechi.waf`: ECS, and what ECS has no field for under `haechi.waf`. */
export interface WafEvent extends EcsEvent {
  readonly haechi: {
    readonly waf: {
      readonly outcome: Outcome;
      /** The platform's site, by the name that the WAF was started with. */
      readonly site?: string;
      /** Also true in mode `detect`, where nothing is stopped. */
      readonly intercepted: boolean;
      readonly request_headers: readonly string[];
      readonly response_headers: readonly string[];
      readonly rules: readonly {
        readonly id: number;
        readonly msg: string;
        readonly severity: string;
        readonly variable: string;
        readonly data: string;
        readonly tags: readonly string[];
      }[];
      /** Values that were masked, by rule. */
      readonly masked: Readonly<Record<string, number>>;
      /** Bodies that were longer than what is logged of them. */
      readonly cut: readonly ('request' | 'response')[];
    };
  };
}

const TYPES: Readonly<Record<Outcome, readonly string[]>> = {
  passed: ['access', 'allowed'],
  blocked: ['access', 'denied'],
  listed: ['access', 'denied'],
  refused: ['access', 'denied'],
  unanswered: ['access', 'error'],
  broken_off: ['access', 'error'],
};

/**
 * Writes an exchange as an ECS event, with secrets and personal data masked.
 *
 * @param bodyLimit bytes of a decoded body that are logged
 */
export async function ecsEvent(
  recorded: Recorded,
  masker: Masker,
  bodyLimit: number,
  site?: string,
): Promise<WafEvent> {
  const { request, requestBody, responseBody, responseHeaders, rules } = recorded;
  const found: Found = new Map();
  const header = (name: string): string => bytesAsText(valuesOf(request.headers, name).join(', '));
  const target = maskTarget(bytesAsText(request.target), masker, found);
  const [path = '', query] = splitTarget(target);
  const host = header('host');
  const referrer = header('referer');
  const userAgent = header('user-agent');
  const first = rules.toSorted((a, b) => severityOf(a) - severityOf(b))[0];
  return {
    '@timestamp': new Date(recorded.startedMs).toISOString(),
    ecs: { version: '9.1.0' },
    message: `${request.method} ${target} ${recorded.status} ${recorded.outcome}`,
    event: {
      kind: rules.length > 0 ? 'alert' : 'event',
      category: rules.length > 0 ? ['web', 'intrusion_detection'] : ['web', 'network'],
      type: [...TYPES[recorded.outcome]],
      action: recorded.outcome,
      outcome: recorded.status >= 400 || recorded.status === 0 ? 'failure' : 'success',
      module: 'haechi',
      dataset: 'haechi.waf',
      id: recorded.id,
      start: new Date(recorded.startedMs).toISOString(),
      end: new Date(recorded.endedMs).toISOString(),
      duration: Math.round((recorded.endedMs - recorded.startedMs) * 1e6),
    },
    transaction: { id: recorded.id },
    source: { address: recorded.client, ip: recorded.client, port: request.peer.port },
    destination: { ip: request.local.address, port: request.local.port },
    observer: { vendor: 'Haechi', product: 'Haechi WAF', type: 'waf' },
    url: {
      original: target,
      path,
      scheme: request.encrypted ? 'https' : 'http',
      ...(query === undefined ? {} : { query }),
      ...(host === '' ? {} : { domain: host.replace(/:\d+$/, '') }),
    },
    http: {
      version: request.protocol.replace(/^HTTP\//, ''),
      request: {
        method: request.method,
        ...(referrer === '' ? {} : { referrer: maskTarget(referrer, masker, found) }),
        ...(await bodyFields(requestBody, request.headers, masker, found, bodyLimit)),
      },
      response: {
        ...(recorded.status === 0 ? {} : { status_code: recorded.status }),
        ...(await bodyFields(responseBody, responseHeaders, masker, found, bodyLimit)),
      },
    },
    ...(userAgent === '' ? {} : { user_agent: { original: userAgent } }),
    ...(first === undefined
      ? {}
      : { rule: { id: String(first.id), name: bytesAsText(first.msg), ruleset: 'seclang' } }),
    haechi: {
      waf: {
        outcome: recorded.outcome,
        ...(site === undefined ? {} : { site }),
        intercepted: recorded.intercepted,
        request_headers: headerLines(request.headers, masker, found),
        response_headers: headerLines(responseHeaders, masker, found),
        rules: rules.map((rule) => ({
          id: rule.id,
          msg: bytesAsText(rule.msg),
          severity: rule.severity,
          variable: bytesAsText(rule.variable),
          data: maskData(rule, masker, found),
          tags: rule.tags.map(bytesAsText),
        })),
        cut: [...(requestBody.cut ? (['request'] as const) : []), ...(responseBody.cut ? (['response'] as const) : [])],
        masked: Object.fromEntries(found),
      },
    },
  };
}

const SEVERITIES = ['EMERGENCY', 'ALERT', 'CRITICAL', 'ERROR', 'WARNING', 'NOTICE', 'INFO', 'DEBUG'];

function severityOf(rule: MatchedRule): number {
  const place = SEVERITIES.indexOf(rule.severity);
  return place < 0 ? SEVERITIES.length : place;
}

/** What a rule cites of a secret field is as secret as the field: `ARGS:password`. */
function maskData({ variable, data }: MatchedRule, masker: Masker, found: Found): string {
  const colon = variable.indexOf(':');
  return masker.field(colon < 0 ? '' : bytesAsText(variable.slice(colon + 1)), bytesAsText(data), found);
}

function headerLines(headers: readonly Field[], masker: Masker, found: Found): string[] {
  return headers.map(([name, value]) => {
    const shown = bytesAsText(value);
    return /^(?:referer|location)$/i.test(name)
      ? `${name}: ${maskTarget(shown, masker, found)}`
      : `${name}: ${maskHeader(name, shown, masker, found)}`;
  });
}

async function bodyFields(
  body: KeptBody,
  headers: readonly Field[],
  masker: Masker,
  found: Found,
  limit: number,
): Promise<{ bytes?: number; mime_type?: string; body?: { bytes: number; content?: string } }> {
  const contentType = bytesAsText(valuesOf(headers, 'content-type').join(','));
  const type = contentType === '' ? {} : { mime_type: contentType.split(';')[0]?.trim().toLowerCase() ?? '' };
  if (body.bytes === 0) return type;
  const coding = valuesOf(headers, 'content-encoding').join(',');
  const plain = body.pieces.length === 0 ? undefined : await decodedBody(body.pieces, coding, limit);
  const shown = plain === undefined ? undefined : bodyText(plain, contentType);
  // A card number that is cut in the middle is none for the masker: what a cut has touched is left out.
  const whole = body.cut || plain?.length === limit ? shown?.replace(/[\w+/=.-]{1,200}$/, '') : shown;
  const content = whole === undefined ? undefined : maskBody(whole, contentType, masker, found);
  return { ...type, bytes: body.bytes, body: { bytes: body.bytes, ...(content === undefined ? {} : { content }) } };
}

const DECODERS = new Map<string, TextDecoder | undefined>();
const MOST_DECODERS = 50;

/** Bytes of a body as text, in the charset that its media type names (WHATWG Encoding); UTF-8 otherwise. */
function bodyText(bytes: Buffer, contentType: string): string {
  const label = /charset=["']?([\w.:-]{1,40})/i.exec(contentType)?.[1]?.toLowerCase() ?? 'utf-8';
  if (!DECODERS.has(label)) {
    if (DECODERS.size >= MOST_DECODERS) DECODERS.clear();
    DECODERS.set(label, decoderOf(label));
  }
  return (DECODERS.get(label) ?? UTF8).decode(bytes);
}

const UTF8 = new TextDecoder();

function decoderOf(label: string): TextDecoder | undefined {
  try {
    return new TextDecoder(label);
  } catch {
    return undefined;
  }
}

function maskTarget(target: string, masker: Masker, found: Found): string {
  const [path = '', query] = splitTarget(target);
  const shown = masker.text(path, found);
  return query === undefined ? shown : `${shown}?${maskUrlencoded(query, masker, found)}`;
}

function splitTarget(target: string): [path: string, query?: string] {
  const question = target.indexOf('?');
  return question < 0 ? [target] : [target.slice(0, question), target.slice(question + 1)];
}
