import { parseJson } from '../body/json.ts';
import { parseMultipart } from '../body/multipart.ts';
import { parseUrlencoded } from '../body/urlencoded.ts';
import { parseXml } from '../body/xml.ts';
import { XML_DEPTH, XML_NODES } from '../limits.ts';
import { headerOf } from '../variables/headerOf.ts';
import { Entry } from './entry.ts';
import type { TransactionState } from './state.ts';

/**
 * Which processor reads a body of that media type. ModSecurity picks JSON and XML by rules of its recommended
 * configuration; here they are picked as well where those rules are absent, so that no body goes by unread.
 */
export function processorFor(contentType: string): string {
  const type = /^\s*([^\s;,]*)/.exec(contentType)![1]!.toLowerCase();
  if (type === 'application/x-www-form-urlencoded') return 'URLENCODED';
  if (type === 'multipart/form-data') return 'MULTIPART';
  if (type === 'application/json' || /^application\/[a-z0-9.-]+\+json$/.test(type)) return 'JSON';
  if (/^(?:application|text)\/xml$|^application\/[a-z0-9.-]+\+xml$/.test(type)) return 'XML';
  return '';
}

/** Reads a request body into the facts with the processor that was chosen; failures become REQBODY_ERROR. */
export function readRequestBody(state: TransactionState, body: Buffer): void {
  const { facts } = state;
  facts.requestBodyBytes = body.length;
  switch (facts.bodyProcessor) {
    case 'URLENCODED':
      readForm(state, body.toString('latin1'));
      break;
    case 'MULTIPART':
      readMultipart(state, body.toString('latin1'));
      break;
    case 'JSON':
      facts.requestBody = body.toString('latin1');
      readJson(state, body);
      break;
    case 'XML':
      readXml(state, body);
      break;
  }
  if (state.forceRequestBodyVariable) facts.requestBody = body.toString('latin1');
}

function readForm(state: TransactionState, text: string): void {
  const { facts } = state;
  const { argumentSeparator, argumentsLimit } = state.rules.settings;
  const form = parseUrlencoded(text, argumentSeparator, argumentsLimit - facts.queryArguments.length);
  facts.requestBody = text;
  facts.bodyArguments = form.entries;
  facts.urlencodedError ||= form.malformed;
  if (form.truncated) tooManyArguments(state);
}

function readMultipart(state: TransactionState, text: string): void {
  const { facts } = state;
  const body = parseMultipart(headerOf(facts.requestHeaders, 'content-type') ?? '', text);
  facts.multipart = body.flags;
  const parts = body.parts.slice(0, state.rules.settings.argumentsLimit);
  facts.files = parts.flatMap(({ name, filename, content }) =>
    filename === undefined ? [] : [{ field: name, filename, content }],
  );
  facts.bodyArguments = parts.flatMap((part) =>
    part.filename === undefined ? [new Entry(part.name, part.content)] : [],
  );
  facts.partHeaders = parts.flatMap((part) => part.headers.map((header) => new Entry(part.name, header)));
  if (parts.length < body.parts.length) tooManyArguments(state);
  if (body.error !== undefined) {
    facts.multipartError = true;
    fail(state, `Multipart parsing error: ${body.error}`);
  }
}

function readJson(state: TransactionState, body: Buffer): void {
  if (body.length === 0) return;
  const { requestBodyJsonDepthLimit, argumentsLimit } = state.rules.settings;
  const json = parseJson(body.toString('latin1'), requestBodyJsonDepthLimit, argumentsLimit);
  state.facts.bodyArguments = json.entries;
  if (json.error !== undefined) fail(state, `JSON parsing error: ${json.error}`);
}

function readXml(state: TransactionState, body: Buffer): void {
  if (body.length === 0) return;
  const xml = parseXml(body, XML_NODES, XML_DEPTH);
  state.facts.xml = xml.root;
  if (xml.error !== undefined) fail(state, `XML parsing error: ${xml.error}`);
}

function tooManyArguments(state: TransactionState): void {
  state.facts.tooManyArguments = true;
  fail(state, `SecArgumentsLimit exceeded: more than ${state.rules.settings.argumentsLimit} arguments`);
}

function fail(state: TransactionState, message: string): void {
  const { facts } = state;
  if (facts.bodyError === '') facts.bodyError = message;
  if (facts.bodyProcessorError === '') facts.bodyProcessorError = message;
}
