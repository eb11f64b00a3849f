import { createReadStream, existsSync, globSync } from 'node:fs';
import { join } from 'node:path';
import type { Decoded } from '@haechi/event';
import { describe, expect, test } from 'vitest';
import yauzl from 'yauzl';
import { decodeStream } from './stream/decode-stream.ts';

const corpus = process.env['HAECHI_CORPUS'] ?? join(import.meta.dirname, '../../../shared/corpus');
const logs = join(corpus, 'logs');

/** What one file came to: events by decoder, rejects by reason, and the first event. */
interface Tally {
  readonly decoders: Record<string, number>;
  readonly rejects: Record<string, number>;
  first: Decoded | undefined;
}

async function tally(source: AsyncIterable<Uint8Array>, path: string): Promise<Tally> {
  const result: Tally = { decoders: {}, rejects: {}, first: undefined };
  for await (const batch of decodeStream(source, { path, now: Date.parse('2026-03-01T00:00:00Z') })) {
    for (const one of batch) {
      if ('decoder' in one) {
        result.decoders[one.decoder] = (result.decoders[one.decoder] ?? 0) + 1;
        result.first ??= one;
        expect(one.event['@timestamp']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
      } else result.rejects[one.reason] = (result.rejects[one.reason] ?? 0) + 1;
    }
  }
  return result;
}

function zipEntry(path: string): Promise<AsyncIterable<Uint8Array>> {
  return new Promise((resolve, reject) => {
    yauzl.open(path, { lazyEntries: true }, (error, zip) => {
      if (error !== null) return reject(error);
      zip.on('entry', (entry) => {
        if (entry.fileName.endsWith('/')) return zip.readEntry();
        zip.openReadStream(entry, (failed, stream) => (failed === null ? resolve(stream) : reject(failed)));
      });
      zip.readEntry();
    });
  });
}

/** Lines of the corpus that no decoder of their own takes: services of Linux that syslog keeps as they are. */
const LINUX = ['sshd', 'su', 'syslog', 'kernel', 'systemd', 'cron'];

describe.skipIf(!existsSync(logs))('the corpus logs (skipped without the corpus)', () => {
  test.each([
    ['linux/OpenSSH_2k.log', { sshd: 2000 }],
    ['linux/Apache_2k.log', { 'apache-error': 2000 }],
    ['web/apache_logs.log', { 'web-access': 10_000 }],
    ['web/nginxplus_json_logs.log', { 'nginx-plus-status': 500 }],
    ['korean-appliances/aiwaf.log', { aiwaf: 1 }],
    ['korean-appliances/axgate.log', { axgate: 2 }],
    ['korean-appliances/fgt.log', { fortigate: 1 }],
    ['korean-appliances/mf2.log', { 'secui-mf2': 3 }],
    ['korean-appliances/shadow_wall.log', { shadowwall: 1 }],
    ['korean-appliances/sniper_ips.log', { 'sniper-ips': 1 }],
    ['korean-appliances/sonic_wall.log', { sonicwall: 1 }],
    ['korean-appliances/srx.log', { junos: 1 }],
    ['korean-appliances/tg.log', { trusguard: 1 }],
    ['korean-appliances/ubuntu.log', { systemd: 1 }],
    ['korean-appliances/vforce.log', { vforce: 1 }],
    ['korean-appliances/wapples.log', { wapples: 2 }],
  ])('%s', async (name, decoders) => {
    const path = join(logs, name);
    const result = await tally(createReadStream(path), path);
    expect(result.decoders).toEqual(decoders);
    expect(result.rejects).toEqual({});
  });

  test('linux/Linux_2k.log: every line is a Linux message', async () => {
    const path = join(logs, 'linux/Linux_2k.log');
    const result = await tally(createReadStream(path), path);
    expect(Object.keys(result.decoders).filter((name) => !LINUX.includes(name))).toEqual([]);
    expect(Object.values(result.decoders).reduce((a, b) => a + b)).toBe(2000);
    expect(result.rejects).toEqual({});
  });

  test.each([
    ['cloudtrail/*.json', 'aws-cloudtrail'],
    ['zeek/*.log', 'zeek-json'],
    ['ot-zeek/*/*.log', 'zeek-tsv'],
  ])('%s: %s only', async (pattern, decoder) => {
    const names = globSync(pattern, { cwd: logs });
    expect(names.length).toBeGreaterThan(0);
    for (const name of names) {
      const path = join(logs, name);
      const result = await tally(createReadStream(path), path);
      expect(Object.keys(result.decoders), name).toEqual([decoder]);
      expect(result.rejects, name).toEqual({});
      expect(result.first?.logsource.service, name).toBeTruthy();
    }
  });

  test.each([
    ['syslog_auoms_auditd', 'auditd', 50],
    ['syslog_sysmon_log4shell', 'sysmon-linux', 93],
    ['sysmon_log4shell', 'windows-event-json', 487],
    ['empire_launcher_vbs', 'windows-event-json', 2067],
    ['empire_psexec_dcerpc', 'windows-event-json', 4348],
  ])('windows-json/%s: %s', async (name, decoder, count) => {
    const zip = globSync(`windows-json/${name}*.zip`, { cwd: logs })[0] as string;
    const result = await tally(await zipEntry(join(logs, zip)), zip);
    expect(result.decoders).toEqual({ [decoder]: count });
    expect(result.rejects).toEqual({});
  });
});
