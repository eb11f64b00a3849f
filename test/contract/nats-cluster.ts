import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../fault/server-process.ts';

/** True where Debian's `nats-server` is installed. */
export const HAS_NATS = spawnSync('nats-server', ['--version']).status === 0;

/** Real nats-server processes on 127.0.0.1 with JetStream. */
export interface NatsCluster {
  readonly servers: readonly string[];
  killNode(index: number): Promise<void>;
  startNode(index: number): Promise<void>;
  stop(): Promise<void>;
}

export async function startNats(size: 1 | 3): Promise<NatsCluster> {
  const folder = mkdtempSync(path.join(tmpdir(), 'nats-'));
  const ports = await Promise.all(Array.from({ length: size }, freePort));
  const routes = await Promise.all(Array.from({ length: size }, freePort));
  const running: (ChildProcess | undefined)[] = [];
  const startNode = async (index: number): Promise<void> => {
    const args = [
      '--addr',
      '127.0.0.1',
      '--port',
      String(ports[index]),
      '--jetstream',
      '--store_dir',
      path.join(folder, `n${index}`),
      '--name',
      `n${index}`,
    ];
    if (size > 1) {
      args.push('--cluster_name', 'test', '--cluster', `nats://127.0.0.1:${routes[index]}`);
      args.push('--routes', routes.map((port) => `nats://127.0.0.1:${port}`).join(','));
    }
    running[index] = spawn('nats-server', args, { stdio: 'ignore' });
    await untilListening(ports[index] ?? 0);
  };
  const killNode = async (index: number): Promise<void> => {
    const child = running[index];
    if (child === undefined) return;
    running[index] = undefined;
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  };
  await Promise.all(ports.map((_port, index) => startNode(index)));
  return {
    servers: ports.map((port) => `127.0.0.1:${port}`),
    killNode,
    startNode,
    async stop() {
      await Promise.all(ports.map((_port, index) => killNode(index)));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function untilListening(port: number): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1');
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
      socket.once('close', () => undefined);
      setTimeout(() => socket.destroy(), 500).unref();
    });
    if (open) return;
    await sleep(50);
  }
  throw new Error(`nats-server does not listen on ${port}`);
}
