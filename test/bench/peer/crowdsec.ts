import { spawnSync } from 'node:child_process';
import { copyFileSync, cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { freePort } from '../../fault/server-process.ts';
import type { PeerRun } from './peer-run.ts';

/** What `collections/crowdsecurity/{linux,sshd,nginx,base-http-scenarios}` of its hub name. */
const PARSERS = {
  's00-raw': ['syslog-logs'],
  's01-parse': ['sshd-logs', 'nginx-logs'],
  's02-enrich': ['dateparse-enrich', 'http-logs'],
};
const SCENARIOS = {
  syslog: ['ssh-bf', 'ssh-slow-bf'],
  nginx: [
    'http-crawl-non_statics',
    'http-probing',
    'http-bad-user-agent',
    'http-path-traversal-probing',
    'http-sensitive-files',
    'http-sqli-probing',
    'http-xss-probing',
    'http-backdoors-attempts',
    'http-generic-bf',
    'http-open-proxy',
  ],
};

/** CrowdSec unpacked from Debian's package into a folder of its own: nothing is installed, and no service started. */
export interface CrowdSec {
  readonly version: string;
  /** Reads a file to its end ("time machine") with the scenarios of its kind. */
  run(file: string, kind: keyof typeof SCENARIOS): Promise<PeerRun>;
}

/** @returns undefined where the package cannot be had; standard error says why */
export function unpackCrowdSec(folder: string): CrowdSec | undefined {
  const at = path.join(folder, 'crowdsec');
  mkdirSync(at, { recursive: true });
  const got = spawnSync('apt-get', ['-qq', 'download', 'crowdsec'], { cwd: at, encoding: 'utf8' });
  const archive = readdirSync(at).find((name) => name.endsWith('.deb'));
  if (archive === undefined) {
    process.stderr.write(
      `error[debian_packages]: crowdsec could not be downloaded; apt-get download crowdsec; ${got.stderr ?? ''}\n`,
    );
    return undefined;
  }
  const root = path.join(at, 'root');
  if (spawnSync('dpkg-deb', ['-x', path.join(at, archive), root]).status !== 0) return undefined;
  return {
    version: archive.split('_')[1] ?? '',
    run: (file, kind) => analyse(root, configure(at, root, kind), file, kind),
  };
}

/** Parsers and scenarios as files, as `cscli` would link them: that one asks the network first. */
function configure(at: string, root: string, kind: keyof typeof SCENARIOS): string {
  const share = path.join(root, 'usr/share/crowdsec');
  const config = path.join(at, kind);
  const hub = path.join(share, 'hub');
  for (const name of ['data', 'plugins', 'notifications', 'postoverflows', 'scenarios'])
    mkdirSync(path.join(config, name), { recursive: true });
  cpSync(path.join(share, 'data'), path.join(config, 'data'), { recursive: true });
  cpSync(hub, path.join(config, 'hub'), { recursive: true });
  cpSync(path.join(root, 'etc/crowdsec/patterns'), path.join(config, 'patterns'), { recursive: true });
  for (const name of ['profiles.yaml', 'simulation.yaml'])
    copyFileSync(path.join(root, 'etc/crowdsec', name), path.join(config, name));
  // The hub names this list by another name than the package carries it.
  copyFileSync(path.join(config, 'data/path_traversal.txt'), path.join(config, 'data/http_path_traversal.txt'));
  for (const [stage, names] of Object.entries(PARSERS)) {
    mkdirSync(path.join(config, 'parsers', stage), { recursive: true });
    for (const name of names)
      copyFileSync(
        path.join(hub, 'parsers', stage, 'crowdsecurity', `${name}.yaml`),
        path.join(config, 'parsers', stage, `${name}.yaml`),
      );
  }
  for (const name of SCENARIOS[kind])
    copyFileSync(
      path.join(hub, 'scenarios/crowdsecurity', `${name}.yaml`),
      path.join(config, 'scenarios', `${name}.yaml`),
    );
  return config;
}

async function analyse(root: string, config: string, file: string, kind: string): Promise<PeerRun> {
  const settings = path.join(config, 'config.yaml');
  const credentials = path.join(config, 'credentials.yaml');
  writeFileSync(credentials, '');
  writeFileSync(
    settings,
    `common: {daemonize: false, log_media: stdout, log_level: info, working_dir: .}
config_paths:
  config_dir: ${config}
  data_dir: ${config}/data
  simulation_path: ${config}/simulation.yaml
  hub_dir: ${config}/hub
  index_path: ${config}/hub/.index.json
  notification_dir: ${config}/notifications
  plugin_dir: ${config}/plugins
crowdsec_service: {parser_routines: 1}
cscli: {output: json}
db_config: {type: sqlite, db_path: ${config}/data/crowdsec.db, log_level: warning}
api:
  client: {credentials_path: ${credentials}}
  server: {listen_uri: '127.0.0.1:${await freePort()}', profiles_path: ${config}/profiles.yaml, log_level: warning}
prometheus: {enabled: false}
`,
  );
  spawnSync(path.join(root, 'usr/bin/cscli'), [
    '-c',
    settings,
    'machines',
    'add',
    'bench',
    '--auto',
    '-f',
    credentials,
  ]);
  if (readFileSync(credentials, 'utf8') === '') throw new Error('cscli made no credentials for the local API');
  const started = performance.now();
  const { stdout, stderr } = spawnSync(
    path.join(root, 'usr/bin/crowdsec'),
    ['-c', settings, '-no-capi', '-dsn', `file://${file}`, '-type', kind],
    { encoding: 'utf8', maxBuffer: 1 << 30 },
  );
  const seconds = (performance.now() - started) / 1000;
  const said = `${stdout}${stderr}`;
  if (!said.includes('crowdsec shutdown')) throw new Error(`crowdsec did not end well: ${said.slice(-2000)}`);
  return { seconds, found: new Set([...said.matchAll(/Ip (\S+) performed /g)].map((match) => match[1] as string)) };
}
