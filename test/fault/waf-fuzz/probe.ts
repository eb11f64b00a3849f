import { request as plainRequest } from 'node:http';
import { request as tlsRequest } from 'node:https';
import type { Target } from './wire.ts';

/** A sound request has to be served and a plain attack stopped; answers what was otherwise. */
export async function probe(target: Target): Promise<string[]> {
  const [sound, attack] = [
    await status(target, '/sound?x=1'),
    await status(target, '/sound?q=%3Cscript%3Ealert(1)%3C/script%3E'),
  ];
  return [
    ...(sound === '200 sound' ? [] : [`a sound request got ${sound}`]),
    ...(attack.startsWith('403 ') ? [] : [`an attack got ${attack}`]),
  ];
}

function status({ port, tls }: Target, path: string): Promise<string> {
  return new Promise((resolve) => {
    const headers = { 'user-agent': 'Mozilla/5.0', accept: '*/*', host: 'www.example.com' };
    const options = { host: '127.0.0.1', port, path, headers, agent: false as const, timeout: 10_000 };
    const sending = tls ? tlsRequest({ ...options, rejectUnauthorized: false }) : plainRequest(options);
    sending.on('response', async (response) => {
      let text = '';
      for await (const piece of response) text += String(piece);
      resolve(`${response.statusCode} ${text}`);
    });
    sending.on('timeout', () => sending.destroy(new Error('no answer within 10 s')));
    sending.on('error', (error) => resolve(error.message));
    sending.end();
  });
}
