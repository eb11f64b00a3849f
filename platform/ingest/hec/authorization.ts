import { tokenOf } from '../credential.ts';
import type { Sender, SenderCheck } from '../ports.ts';
import type { HecCode } from './answers.ts';

/** Who sends, by the `Authorization` header, or the code that ends the request. */
export async function authorize(
  header: string | undefined,
  tokenInQuery: boolean,
  check: SenderCheck,
): Promise<Sender | HecCode> {
  if (header === undefined || header.trim() === '') return tokenInQuery ? 16 : 2;
  const token = tokenOf(header);
  if (token === undefined) return 3;
  const sender = await check(token);
  if (sender === 'unknown') return 4;
  return sender === 'disabled' ? 1 : sender;
}
