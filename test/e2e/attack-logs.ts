import { demoLines } from '@haechi/content/demo/demo-lines.ts';

/** Logs of the bundled attack, ending now, as a shipper would send them: one request for each log. */
export async function sendAttack(origin: string, token: string): Promise<number> {
  const lines = demoLines(Date.now());
  for (const [source, log] of Map.groupBy(lines, (line) => line.source)) {
    const [host = source] = source.split(':');
    const body = log.map(({ line, format }) => JSON.stringify({ event: line, host, source, sourcetype: format }));
    const answer = await fetch(`${origin}/services/collector/event`, {
      method: 'POST',
      headers: { authorization: `Splunk ${token}` },
      body: body.join('\n'),
    });
    if (!answer.ok) throw new Error(`HEC answered ${answer.status}: ${await answer.text()}`);
  }
  return lines.length;
}
