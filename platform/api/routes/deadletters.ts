import { decoderNames } from '@haechi/formats';
import type { FastifyRequest } from 'fastify';
import { isBusy } from '../../ingest/intake.ts';
import { INGEST_LIMITS } from '../../ingest/limits.ts';
import { isWhole, replay } from '../../ingest/replay.ts';
import type { DeadLetter } from '../../store/ports.ts';
import { fault } from '../errors.ts';
import { answers, type Routes, scopeIn } from '../route.ts';
import { TenantQuery } from '../schemas/common.ts';
import {
  DeadLetterQuery,
  DeadLetterSelection,
  DeadLetters,
  Deleted,
  Replay,
  Replayed,
} from '../schemas/deadletters.ts';
import { rangeOf } from '../time.ts';

const tags = ['deadletters'];
/** Dead letters of one command, and of one step of it. */
const MOST = 20_000;
const STEP = 1_000;

export const deadLetterRoutes: Routes = (api, { events, bus, now }) => {
  api.get(
    '/api/v1/deadletters',
    {
      schema: {
        summary: 'Records that no decoder could read',
        tags,
        querystring: DeadLetterQuery,
        response: answers(DeadLetters),
      },
    },
    async (request) => {
      const { limit = 100, reason, source } = request.query;
      const range = rangeOf(request.query);
      return { rows: await events.deadLetters(scopeIn(request), { range, limit, ...given({ reason, source }) }) };
    },
  );

  api.post(
    '/api/v1/deadletters/replay',
    {
      schema: {
        summary: 'Gives dead letters back to the pipeline: what can be decoded now becomes an event, once',
        tags,
        querystring: TenantQuery,
        body: Replay,
        response: answers(Replayed),
      },
    },
    async (request) => {
      const { format = '' } = request.body;
      if (format !== '' && !decoderNames().includes(format)) throw fault('invalid_request', 'body/format');
      const skipped = new Set<string>();
      const { count, more } = await inSteps(request, request.body, async (letters) => {
        const whole = letters.filter(isWhole);
        for (const letter of letters) if (!isWhole(letter)) skipped.add(letter.id);
        await replay(whole, format, bus, INGEST_LIMITS, now()).catch((error: unknown) => {
          throw isBusy(error) ? fault('not_ready') : error;
        });
        await events.removeDeadLetters(
          scopeIn(request),
          whole.map(({ id }) => id),
        );
        return whole.length;
      });
      request.auditNote.detail = { ...selectionOf(request.body), replayed: count, skipped: skipped.size };
      return { replayed: count, skipped: skipped.size, more };
    },
  );

  api.post(
    '/api/v1/deadletters/delete',
    {
      schema: {
        summary: 'Deletes dead letters for good',
        tags,
        querystring: TenantQuery,
        body: DeadLetterSelection,
        response: answers(Deleted),
      },
    },
    async (request) => {
      const { count, more } = await inSteps(request, request.body, async (letters) => {
        await events.removeDeadLetters(
          scopeIn(request),
          letters.map(({ id }) => id),
        );
        return letters.length;
      });
      request.auditNote.detail = { ...selectionOf(request.body), deleted: count };
      return { deleted: count, more };
    },
  );

  /**
   * Works through a selection from its newest letter on, a step at a time. What a step is done with is gone when the next
   * one asks.
   */
  async function inSteps(
    request: FastifyRequest,
    selection: DeadLetterSelection,
    work: (letters: readonly DeadLetter[]) => Promise<number>,
  ): Promise<{ count: number; more: boolean }> {
    const { reason, source, ids } = selection;
    const { from } = rangeOf(selection);
    let { to } = rangeOf(selection);
    let count = 0;
    for (let seen = 0; seen < MOST; ) {
      const wanted = { range: { from, to }, limit: STEP, ...given({ reason, source, ids }) };
      const letters = await events.deadLetters(scopeIn(request), wanted);
      const done = await work(letters);
      count += done;
      seen += letters.length;
      const last = letters.at(-1);
      if (letters.length < STEP || last === undefined) return { count, more: false };
      // A batch has one time, so the same millisecond can hold more: it is asked for again as long as letters leave it.
      const next = new Date(Date.parse(last.time) + 1).toISOString();
      if (next < to) to = next;
      else if (done === 0) to = last.time;
      if (to <= from) return { count, more: false };
    }
    return { count, more: true };
  }
};

/** What of these is said. */
function given<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

/** The selection as the audit trail keeps it. */
function selectionOf({ ids, ...rest }: DeadLetterSelection): Record<string, unknown> {
  return { ...rest, ...(ids === undefined ? {} : { ids: ids.length }) };
}
