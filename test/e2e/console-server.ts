import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort, type ServerProcess, startServer } from '../fault/server-process.ts';

/** A real server with an empty data folder of its own. */
export interface ConsoleServer {
  readonly server: ServerProcess;
  /** The one-time administrator link that it printed. */
  readonly link: string;
  close(): Promise<void>;
}

/** @param args more for `haechi up` */
export async function startConsole(args: readonly string[] = []): Promise<ConsoleServer> {
  const data = mkdtempSync(path.join(tmpdir(), 'haechi-e2e-'));
  const server = await startServer({ data, port: await freePort(), syslogPort: await freePort(), args });
  return {
    server,
    link: await printedLink(server),
    close: async () => {
      await server.stop();
      rmSync(data, { recursive: true, force: true });
    },
  };
}

/** The link is printed once the server answers, so it may come a moment later. */
async function printedLink(server: ServerProcess): Promise<string> {
  const signal = AbortSignal.timeout(30_000);
  while (!signal.aborted) {
    const found = /http\S+\/setup#\S+/.exec(server.output())?.[0];
    if (found !== undefined) return found;
    await new Promise((resolve) => server.child.stdout?.once('data', resolve));
  }
  throw new Error(`the server printed no one-time link:\n${server.output()}`);
}
