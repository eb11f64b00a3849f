import { HaechiError } from '@haechi/event';
import type { HecTarget, SenderReport } from '@haechi/hec';

/** What a sender of one collector says; a token that is not taken ends the sending with `ship_denied`. */
export function senderReport(
  target: HecTarget,
  report: {
    readonly waiting: (reason: string, ms: number) => void;
    readonly refused: (reason: string) => void;
  },
): SenderReport {
  return {
    delivered: () => undefined,
    givenUp: (reason) => report.refused(reason),
    waiting: report.waiting,
    denied(reason) {
      throw new HaechiError('ship_denied', {
        what: `the collector does not take the token (${reason})`,
        where: target.url.origin,
        values: { reason },
        remedy:
          'put a valid intake token (console → Tokens, scope ingest) into the file of --token-file and start again; it goes on where it stopped',
      });
    },
  };
}
