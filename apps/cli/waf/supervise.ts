import cluster, { type Worker } from 'node:cluster';
import { type MetricsSnapshot, sumOf } from '@haechi/waf/metrics.ts';
import { serveMetrics } from '@haechi/waf/metrics-server.ts';

/** Tells a process which place it has among those that share the port: one that replaces another takes its place. */
const SLOT = 'HAECHI_WAF_SLOT';
/** Milliseconds between two reports of a worker's counters. */
const REPORT_EVERY_MS = 1_000;

/** Which of the processes that share the port this is, counted from 0. */
export function slot(): number {
  return cluster.isWorker ? Number(process.env[SLOT] ?? 0) : 0;
}

/** Sends a worker's counters to its supervisor from now on. */
export function reportMetrics(snapshot: () => MetricsSnapshot): void {
  const report = (): void => {
    if (process.connected) process.send?.({ metrics: snapshot() });
  };
  setInterval(report, REPORT_EVERY_MS).unref();
}

/**
 * Keeps `count` processes running; one that dies is replaced, unless it never served: it would only fail again. Serves the
 * counters of all of them, those that died included, no older than a second.
 *
 * @throws HaechiError `port_in_use`, `port_forbidden` for the metrics' address
 */
export async function supervise(
  count: number,
  metricsAt: { readonly host: string; readonly port: number } | undefined,
): Promise<number> {
  const serving = new Set<number>();
  const counted = new Map<number, MetricsSnapshot>();
  let ended: MetricsSnapshot = sumOf([]);
  let stopping = false;
  const metrics =
    metricsAt === undefined
      ? undefined
      : await serveMetrics(
          metricsAt,
          () => sumOf([ended, ...counted.values()]),
          () => serving.size > 0 && !stopping,
        );
  const workers = () => Object.values(cluster.workers ?? {});
  const slots = new Map<number, number>();
  const start = (place: number): void => void slots.set(cluster.fork({ [SLOT]: place }).id, place);
  for (let place = 0; place < count; place++) start(place);
  cluster.on('listening', (worker) => serving.add(worker.id));
  cluster.on('message', ({ id }: Worker, message: { readonly metrics?: MetricsSnapshot }) => {
    if (message?.metrics !== undefined) counted.set(id, message.metrics);
  });
  process.on('SIGHUP', () => {
    for (const worker of workers()) worker?.send('reload');
  });
  const stop = (): void => {
    stopping = true;
    for (const worker of workers()) worker?.process.kill('SIGTERM');
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  const exit = await new Promise<number>((resolve) => {
    cluster.on('exit', (worker, code) => {
      const place = slots.get(worker.id) ?? 0;
      slots.delete(worker.id);
      const last = counted.get(worker.id);
      if (last !== undefined) ended = sumOf([ended, { ...last, rssBytes: 0 }]);
      counted.delete(worker.id);
      if (serving.delete(worker.id) && !stopping) start(place);
      else if (workers().length === 0) resolve(code ?? 0);
    });
  });
  await metrics?.close(0);
  return exit;
}
