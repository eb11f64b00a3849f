import type { EcsEvent, Logsource, NativeView } from '@haechi/event';
import Type, { type Static } from 'typebox';
import { Instant, TenantPath } from './common.ts';

const OPEN = { type: 'object', additionalProperties: true } as const;

/** One stored event. */
export const EventRow = Type.Object({
  id: Type.String(),
  tenant: TenantPath,
  time: Instant,
  ingested: Instant,
  position: Type.Number(),
  decoder: Type.String(),
  source: Type.String(),
  raw: Type.String(),
  event: Type.Unsafe<EcsEvent>({ ...OPEN, description: 'Elastic Common Schema 9.x document' }),
  native: Type.Unsafe<NativeView>({ ...OPEN, description: "the source's own fields under Sigma's names" }),
  logsource: Type.Unsafe<Logsource>({ ...OPEN, description: 'product, category, service in the sense of Sigma' }),
});
export type EventRow = Static<typeof EventRow>;
