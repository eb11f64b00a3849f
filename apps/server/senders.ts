import { HaechiError } from '@haechi/event';
import type { TokenCheck } from '@haechi/platform/api/auth/token-check.ts';
import type { SenderCheck } from '@haechi/platform/ingest/ports.ts';

/**
 * Senders are API tokens with the scope `ingest`; an expired one, or one without the scope, is disabled.
 *
 * @throws HaechiError `state_unreachable`, for which a sender is told to come back: some take any other fault for final
 */
export function senderCheck(tokens: Pick<TokenCheck, 'lookUp'>): SenderCheck {
  return async (text) => {
    const token = await tokens.lookUp(text).catch((cause: unknown) => {
      throw new HaechiError('state_unreachable', {
        what: 'the state does not answer, so that nobody knows who sends',
        remedy: 'send again in a moment',
        cause,
      });
    });
    if (token === undefined) return 'unknown';
    if (token === 'expired' || !token.scopes.includes('ingest')) return 'disabled';
    return { tokenId: token.id, name: token.name, tenant: token.tenant };
  };
}
