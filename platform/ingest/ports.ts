import type { Bus } from '../store/ports.ts';
import type { Allowances } from './allowance.ts';
import type { IntakeCounters } from './counters.ts';
import type { IngestLimits } from './limits.ts';

/** What a sender's token stands for. */
export interface Sender {
  readonly tokenId: string;
  readonly name: string;
  /** Where everything it sends belongs, whatever the payload says. */
  readonly tenant: string;
}

/** Recognises senders; `disabled` for a token that exists and may not send (expired, or without the scope ingest). */
export type SenderCheck = (token: string) => Promise<Sender | 'unknown' | 'disabled'>;

/** When storage last refused a batch, milliseconds since the epoch; 0 for never. */
interface Pressure {
  refusedAt: number;
}

/** What every intake protocol needs. */
export interface IngestDeps {
  readonly bus: Pick<Bus, 'publish'>;
  readonly counters: IntakeCounters;
  readonly allowances: Pick<Allowances, 'take' | 'giveBack'>;
  readonly limits: IngestLimits;
  readonly pressure: Pressure;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}
