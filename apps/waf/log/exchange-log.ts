import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { HaechiError } from '@haechi/event';
import { type HecTarget, type SenderReport, sendQueue } from '@haechi/hec';
import { createMasker, type Masker, type MaskingRule } from '@haechi/masking';
import { SPOOL_LIMITS, Spool } from '@haechi/spool';
import type { ClientRequest, ClientResponse } from '../exchange.ts';
import type { Metrics } from '../metrics.ts';
import { ecsEvent, type WafEvent } from './ecs-event.ts';
import { Recording } from './recording.ts';

export interface ExchangeLogOptions {
  readonly target: HecTarget;
  /** Name of the site, where the WAF serves one of the platform's. */
  readonly site?: string;
  /** Folder of the spool; processes that share a port each have one inside. */
  readonly folder: string;
  /** Which of the processes this is, counted from 0, and how many there are. */
  readonly slot: number;
  readonly slots: number;
  /** Bytes of each body that are logged. */
  readonly bodyLimit: number;
  /** Bytes of undelivered events on disk; past it events are dropped and counted. */
  readonly spoolBytes: number;
  /** `all` exchanges, or those on which a rule matched or that were not passed. */
  readonly what: 'all' | 'matched';
  readonly masking: readonly MaskingRule[];
}

/** Logs exchanges with their bodies: masked, spooled on disk, delivered in the background. */
export interface ExchangeLog {
  begin(id: string, client: string, request: ClientRequest, response: ClientResponse): Recording;
  /** Puts an exchange that has ended on its way. Waits only where too much is on its way already. */
  end(recording: Recording): Promise<void>;
  /** Events that wait on disk. */
  depth(): number;
  close(): Promise<void>;
}

/** Bytes of kept bodies whose events are being written; past it the next exchange waits. */
const BUSY_BYTES = 64 * 1024 ** 2;
/** Milliseconds that a close waits for events to be delivered; what is left is sent after the next start. */
const CLOSE_MS = 3_000;
const SAY_EVERY_MS = 60_000;

/**
 * Opens the log: what a run before left in the spool is delivered first.
 *
 * @throws HaechiError `log_spool_unusable`, `masking_rule_invalid`
 */
export async function openExchangeLog(
  options: ExchangeLogOptions,
  metrics: Metrics,
  say: (line: string) => void,
): Promise<ExchangeLog> {
  const { folder, slot, slots, target, bodyLimit, what, site } = options;
  const { masker, spools } = await prepare(options);
  const [spool] = spools as [Spool, ...Spool[]];
  const stop = new AbortController();
  const report = reportTo(metrics, sayNowAndThen(say));
  const senders = spools.map((one) =>
    sendQueue(one, target, report, stop.signal).catch((error: unknown) =>
      say(`error[log_sender]: log events stay on disk until the next start: ${String(error)}`),
    ),
  );
  const host = hostname();
  let busyBytes = 0;
  let writing = Promise.resolve();
  const dropped = sayNowAndThen(say);

  async function write(recording: Recording): Promise<void> {
    const recorded = recording.recorded(Date.now());
    if (what === 'matched' && recorded.outcome === 'passed' && recorded.rules.length === 0) return;
    try {
      const event = await ecsEvent(recorded, masker, bodyLimit, site);
      await spool.append(Buffer.from(JSON.stringify(envelope(event, host))));
      metrics.count('logged');
    } catch (error) {
      metrics.count('log_dropped');
      dropped(`warning: an event was not logged: ${error instanceof HaechiError ? error.line() : String(error)}`);
    }
  }

  return {
    begin: (id, client, request, response) =>
      new Recording({ id, client, nowMs: Date.now(), bodyLimit }, request, response),
    async end(recording) {
      const cost = recording.kept;
      busyBytes += cost;
      const written = write(recording).finally(() => {
        busyBytes -= cost;
      });
      writing = Promise.all([writing, written]).then(() => undefined);
      if (busyBytes > BUSY_BYTES) await written;
    },
    depth: () => spools.reduce((sum, one) => sum + one.depth(), 0),
    async close() {
      await writing;
      const until = performance.now() + CLOSE_MS;
      while (spool.depth() > 0 && performance.now() < until) await new Promise((resolve) => setTimeout(resolve, 50));
      stop.abort();
      for (const one of spools) await one.close();
      await Promise.all(senders);
      if (spool.depth() > 0)
        say(`${spool.depth()} events wait in ${path.join(folder, String(slot))} for the next start`);
    },
  };

  /** This process's spool first; the first process also empties those of processes that there are no more. */
  async function prepare({ masking, spoolBytes }: ExchangeLogOptions): Promise<{ masker: Masker; spools: Spool[] }> {
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const key = await tagKey(path.join(folder, 'tag.key'));
      const orphans =
        slot > 0 ? [] : (await readdir(folder)).filter((name) => /^\d+$/.test(name) && Number(name) >= slots);
      const limits = { ...SPOOL_LIMITS, maxPendingBytes: Math.floor(spoolBytes / slots) };
      const opened: Spool[] = [];
      for (const name of [String(slot), ...orphans]) opened.push(await Spool.open(path.join(folder, name), limits));
      return { masker: createMasker(masking, key), spools: opened };
    } catch (cause) {
      if (cause instanceof HaechiError) throw cause;
      throw new HaechiError('log_spool_unusable', {
        what: 'the folder for undelivered log events cannot be used',
        where: folder,
        remedy: 'check the path and the rights on it, or give another with --log-spool',
        cause,
      });
    }
  }
}

function envelope(event: WafEvent, host: string): Record<string, unknown> {
  return {
    time: Date.parse(event['@timestamp']) / 1000,
    host,
    source: 'haechi-waf',
    sourcetype: 'haechi:waf',
    fields: { _id: event.event.id },
    event,
  };
}

function reportTo(metrics: Metrics, say: (line: string) => void): SenderReport {
  return {
    delivered: (events) => metrics.add('log_delivered', events),
    givenUp(reason) {
      metrics.count('log_dropped');
      say(`warning: the log's collector will not take an event: ${reason}`);
    },
    waiting: (reason, ms) =>
      say(
        `warning: the log's collector does not take events now (${reason}); they stay on disk, next try in ${Math.ceil(ms / 1000)} s`,
      ),
  };
}

function sayNowAndThen(say: (line: string) => void): (line: string) => void {
  let next = 0;
  return (line) => {
    if (performance.now() < next) return;
    next = performance.now() + SAY_EVERY_MS;
    say(line);
  };
}

/** The key of the tags stays the same over restarts and processes, so that a session has one tag. */
async function tagKey(file: string): Promise<Buffer> {
  await writeFile(file, randomBytes(32), { flag: 'wx', mode: 0o600 }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  return readFile(file);
}
