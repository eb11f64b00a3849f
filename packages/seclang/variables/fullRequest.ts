import type { Facts } from '../transaction/facts.ts';

/** The request as text: line, headers and, where REQUEST_BODY holds it, the body. */
export function fullRequest(facts: Facts): string {
  const line = `${facts.method} ${facts.rawUri} ${facts.protocol}\n`;
  const headers = facts.requestHeaders.map((header) => `${header.key}: ${header.text.value}\n`).join('');
  return `${line}${headers}\n${facts.requestBody}`;
}
