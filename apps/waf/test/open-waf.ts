import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type RunningWaf, startWaf, type WafOptions } from '../waf.ts';

/** Denies `attack` in any argument; bodies are inspected up to 200 kB, the rest streams. */
const RULES = `
SecRuleEngine On
SecRequestBodyLimit 200000
SecRequestBodyLimitAction ProcessPartial
SecRule ARGS "@contains attack" "id:1,phase:2,deny,status:403"
`;

/** A server behind the WAF. */
export interface Site extends AsyncDisposable {
  readonly server: Server;
  readonly origin: string;
}

export async function openSite(answer: RequestListener): Promise<Site> {
  const server = createServer(answer);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    server,
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** A WAF with a folder of its own, and what it told its operator. */
export interface OpenWaf extends RunningWaf, AsyncDisposable {
  readonly folder: string;
  readonly said: string[];
}

/** @param rules text of the rule file `rules.conf` in its folder */
export async function openWaf(upstream: string, options: Partial<WafOptions> = {}, rules = RULES): Promise<OpenWaf> {
  const folder = await mkdtemp(path.join(tmpdir(), 'waf-'));
  const said: string[] = [];
  await writeFile(path.join(folder, 'rules.conf'), rules);
  const waf = await startWaf({
    rules: [path.join(folder, 'rules.conf')],
    listen: { host: '127.0.0.1', port: 0 },
    upstream,
    trustedProxies: [],
    failOpen: false,
    log: (line) => said.push(line),
    ...options,
  });
  return {
    ...waf,
    folder,
    said,
    async [Symbol.asyncDispose]() {
      await waf.close();
      await rm(folder, { recursive: true });
    },
  };
}

/** Sends bytes and answers all that comes until the connection ends or `until` is seen. */
export function exchange(port: number, bytes: string, until?: string): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    const socket: Socket = connect(port, '127.0.0.1', () => socket.write(bytes, 'latin1'));
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1');
      if (until !== undefined && text.includes(until)) socket.destroy();
    });
    socket.on('close', () => resolve(text));
    socket.on('error', () => resolve(text));
  });
}

/** Status of a GET over a connection of its own, with its whole answer. */
export async function get(port: number, target: string, fields = ''): Promise<{ status: number; text: string }> {
  const text = await exchange(port, `GET ${target} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n${fields}\r\n`);
  return { status: Number(/^HTTP\/1\.1 (\d{3}) /.exec(text)?.[1]), text };
}
