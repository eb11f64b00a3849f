import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const CLI = fileURLToPath(new URL('../../apps/cli/main.ts', import.meta.url));
const FLAGS = [
  '--external-memory-accounted-in-global-limit',
  '--enable-experimental-regexp-engine-on-excessive-backtracks',
  '--regexp-backtracks-before-fallback=10000',
];

/** A port that is free now on 127.0.0.1. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

/** A real server in a process of its own, started the way `./haechi up` starts it. */
export interface ServerProcess {
  readonly child: ChildProcess;
  readonly origin: string;
  /** Milliseconds from spawn to the first answer. */
  readonly startMs: number;
  /** All that it printed so far. */
  output(): string;
  /** Ends it at once (SIGKILL), as a power cut would end the process. */
  kill(): Promise<void>;
  /** SIGTERM: drains and stops. */
  stop(): Promise<void>;
}

export async function startServer(options: {
  data: string;
  port: number;
  syslogPort: number;
  args?: readonly string[];
  env?: NodeJS.ProcessEnv;
}): Promise<ServerProcess> {
  const started = performance.now();
  const child = spawn(
    process.execPath,
    [
      ...FLAGS,
      CLI,
      'up',
      '--data',
      options.data,
      '--port',
      String(options.port),
      '--syslog-port',
      String(options.syslogPort),
      ...(options.args ?? []),
    ],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...options.env },
    },
  );
  let text = '';
  child.stdout?.on('data', (chunk: Buffer) => (text += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const exited = once(child, 'exit');
  const origin = `http://127.0.0.1:${options.port}`;
  while (!(await answers(`${origin}/api/v1/health`))) {
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error(`the server stopped while starting:\n${text}`);
    if (performance.now() - started > 180_000) {
      child.kill('SIGKILL');
      throw new Error(`the server did not answer within 180 s:\n${text}`);
    }
    await sleep(50);
  }
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    child.kill(signal);
    await exited;
  };
  return {
    child,
    origin,
    startMs: performance.now() - started,
    output: () => text,
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
  };
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(2_000) })).ok;
  } catch {
    return false;
  }
}

/** Cookie and CSRF token of a signed-in administrator. */
export interface AdminSession {
  readonly headers: Record<string, string>;
}

/** Uses the one-time link that the server printed to create the first administrator. */
export async function setUp(
  server: ServerProcess,
  username = 'admin',
  password = 'correct-horse-battery-staple-42',
): Promise<AdminSession> {
  const token = await oneTimeToken(server);
  const answer = await fetch(`${server.origin}/api/v1/setup`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token, username, password, lang: 'ko' }),
  });
  if (!answer.ok) throw new Error(`setup answered ${answer.status}: ${await answer.text()}`);
  const { csrf } = (await answer.json()) as { csrf: string };
  const cookie = answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  return { headers: { cookie, 'x-csrf-token': csrf, 'content-type': 'application/json' } };
}

async function oneTimeToken(server: ServerProcess): Promise<string> {
  for (let tries = 0; tries < 100; tries++) {
    const found = /\/setup#(\S+)/.exec(server.output())?.[1];
    if (found !== undefined) return found;
    await sleep(50);
  }
  throw new Error(`the server printed no one-time link:\n${server.output()}`);
}

/** Makes an API token and answers its secret. */
export async function makeToken(
  server: ServerProcess,
  admin: AdminSession,
  scopes: readonly string[],
  tenant = '/root/',
): Promise<string> {
  const answer = await fetch(`${server.origin}/api/v1/tokens`, {
    method: 'POST',
    headers: admin.headers,
    body: JSON.stringify({ name: `test ${scopes.join(' ')}`, scopes, tenant }),
  });
  if (!answer.ok) throw new Error(`making a token answered ${answer.status}: ${await answer.text()}`);
  return ((await answer.json()) as { token: string }).token;
}
