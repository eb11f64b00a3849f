import type { TokenCheck } from '@haechi/platform/api/auth/token-check.ts';
import type { SenderCheck } from '@haechi/platform/ingest/ports.ts';

/** Senders are API tokens with the scope `ingest`; an expired one, or one without the scope, is disabled. */
export function senderCheck(tokens: TokenCheck): SenderCheck {
  return async (text) => {
    const token = await tokens.lookUp(text);
    if (token === undefined) return 'unknown';
    if (token === 'expired' || !token.scopes.includes('ingest')) return 'disabled';
    return { tokenId: token.id, name: token.name, tenant: token.tenant };
  };
}
