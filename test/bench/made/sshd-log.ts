import { benchAddress, type Draw, drawing, LogSheet, type PlantedLog, share } from './planted-log.ts';

const START = Date.UTC(2026, 7, 10);
const DAY_MS = 86_400_000;
const USERS = Array.from(
  { length: 300 },
  (_, n) => `${['minseo', 'jiho', 'yuna', 'haruto', 'alex', 'deploy'][n % 6]}${n}`,
);
const UNKNOWN = ['admin', 'test', 'oracle', 'ubuntu', 'pi', 'postgres', 'git', 'ftpuser', 'hadoop', 'user', 'guest'];
const JOBS = [
  '/usr/lib/sysstat/debian-sa1 1 1',
  'cd / && run-parts --report /etc/cron.hourly',
  '/opt/backup/run.sh -q',
];

/** Attackers in 300,000 lines, by kind. */
const PLANTED = {
  'fast brute force': 60,
  'steady brute force': 20,
  'user enumeration': 40,
  'brute force, then in': 12,
};

/**
 * A day of a bastion host's auth log: logins by key and password with a mistake now and then, sessions, cron, scanners
 * that only connect, and the planted attackers; and `slow` ones that try an account every ten minutes or so.
 */
export function sshdLog(count: number, seed: number): PlantedLog {
  const draw = drawing(seed);
  const sheet = new LogSheet();
  const host = hostOf(draw, sheet);
  const attackers = new Map<string, string>();
  const decoys = new Set<string>();
  const plant = (block: number, kind: keyof typeof PLANTED, act: (ip: string, at: number) => void): void => {
    for (let n = 0; n < share(count, PLANTED[kind]); n++) {
      const ip = benchAddress(block, n + 1);
      attackers.set(ip, kind);
      act(ip, START + draw.random() * DAY_MS * 0.9);
    }
  };
  const guesses = (
    ip: string,
    from: number,
    times: number,
    gapS: readonly [number, number],
    known: boolean,
  ): number => {
    let at = from;
    for (let n = 0; n < times; n++) {
      const user = known
        ? draw.pick(['root', 'root', draw.pick(USERS)])
        : `${draw.pick(UNKNOWN)}${n % 7 === 0 ? '' : n}`;
      host.guess(ip, at, user, known);
      at += (gapS[0] + draw.random() * (gapS[1] - gapS[0])) * 1000;
    }
    return at;
  };
  plant(0, 'fast brute force', (ip, at) => void guesses(ip, at, draw.between(30, 150), [1, 4], true));
  plant(1, 'steady brute force', (ip, at) => void guesses(ip, at, draw.between(60, 120), [20, 35], true));
  plant(2, 'user enumeration', (ip, at) => void guesses(ip, at, draw.between(20, 80), [1, 5], false));
  plant(3, 'brute force, then in', (ip, at) => {
    const end = guesses(ip, at, draw.between(25, 60), [1, 4], true);
    host.login(ip, end, draw.pick(USERS), 'password', 0);
  });
  for (let n = 0; n < share(count, 40); n++) {
    const ip = benchAddress(4, n + 1);
    decoys.add(ip);
    guesses(ip, START + draw.random() * DAY_MS * 0.5, draw.between(10, 40), [480, 1200], n % 2 === 0);
  }
  while (sheet.size < count) ordinary(host, draw);
  return { lines: sheet.inOrder(count), attackers, decoys };
}

type Host = ReturnType<typeof hostOf>;

function ordinary(host: Host, draw: Draw): void {
  const at = START + draw.random() * DAY_MS;
  const chance = draw.random();
  const user = draw.pick(USERS);
  const inside = `10.${draw.between(0, 3)}.${draw.between(0, 255)}.${draw.between(1, 254)}`;
  if (chance < 0.55) host.login(inside, at, user, 'publickey', 0);
  else if (chance < 0.72) host.login(inside, at, user, 'password', draw.random() < 0.15 ? draw.between(1, 2) : 0);
  else if (chance < 0.95) host.cron(at, draw.pick(JOBS));
  else host.knock(benchAddress(16 + draw.between(0, 15), draw.between(1, 4000)), at);
}

/** What one host writes for what happens to it. */
function hostOf(draw: Draw, sheet: LogSheet) {
  const write = (ms: number, program: string, message: string): void =>
    sheet.add(ms, `${stamp(ms)} bastion01 ${program}: ${message}`);
  return {
    /** A wrong password for an account that exists, or a name that does not. */
    guess(ip: string, at: number, user: string, known: boolean): void {
      const [sshd, port] = [`sshd[${draw.between(900, 99_999)}]`, draw.between(1024, 65_000)];
      if (!known) {
        write(at, sshd, `Invalid user ${user} from ${ip} port ${port}`);
        write(at + 5, sshd, 'pam_unix(sshd:auth): check pass; user unknown');
      }
      write(
        at + 10,
        sshd,
        `pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=${ip}${known ? `  user=${user}` : ''}`,
      );
      write(at + 1800, sshd, `Failed password for ${known ? '' : 'invalid user '}${user} from ${ip} port ${port} ssh2`);
      write(
        at + 1900,
        sshd,
        `Connection closed by ${known ? 'authenticating' : 'invalid'} user ${user} ${ip} port ${port} [preauth]`,
      );
    },
    /** A login, after `mistakes` wrong passwords, with its session. */
    login(ip: string, at: number, user: string, method: 'publickey' | 'password', mistakes: number): void {
      const [sshd, port] = [`sshd[${draw.between(900, 99_999)}]`, draw.between(1024, 65_000)];
      const session = draw.between(1, 99_999);
      let ms = at;
      for (let n = 0; n < mistakes; n++) {
        write(
          ms,
          sshd,
          `pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=${ip}  user=${user}`,
        );
        write(ms + 1500, sshd, `Failed password for ${user} from ${ip} port ${port} ssh2`);
        ms += draw.between(4000, 15_000);
      }
      const key =
        method === 'publickey'
          ? `: ED25519 SHA256:${Array.from({ length: 43 }, () => draw.pick('abcdefghijkLMNOPQRSTUV0123456789+/'.split(''))).join('')}`
          : '';
      write(ms, sshd, `Accepted ${method} for ${user} from ${ip} port ${port} ssh2${key}`);
      write(ms + 20, sshd, `pam_unix(sshd:session): session opened for user ${user}(uid=${1000 + session}) by (uid=0)`);
      write(ms + 30, 'systemd-logind[612]', `New session ${session} of user ${user}.`);
      ms += draw.between(20_000, 3_600_000);
      write(ms, sshd, `Received disconnect from ${ip} port ${port}:11: disconnected by user`);
      write(ms + 1, sshd, `Disconnected from user ${user} ${ip} port ${port}`);
      write(ms + 2, sshd, `pam_unix(sshd:session): session closed for user ${user}`);
      write(ms + 3, 'systemd-logind[612]', `Session ${session} logged out. Waiting for processes to exit.`);
      write(ms + 4, 'systemd-logind[612]', `Removed session ${session}.`);
    },
    cron(at: number, command: string): void {
      const id = draw.between(900, 99_999);
      write(at, `CRON[${id}]`, 'pam_unix(cron:session): session opened for user root(uid=0) by (uid=0)');
      write(at + 5, `CRON[${id + 1}]`, `(root) CMD (${command})`);
      write(at + 900, `CRON[${id}]`, 'pam_unix(cron:session): session closed for user root');
    },
    /** A scanner that connects and asks for nothing. */
    knock(ip: string, at: number): void {
      const [sshd, port] = [`sshd[${draw.between(900, 99_999)}]`, draw.between(1024, 65_000)];
      write(
        at,
        sshd,
        draw.pick([
          `Connection closed by ${ip} port ${port} [preauth]`,
          `Connection reset by ${ip} port ${port} [preauth]`,
          `error: kex_exchange_identification: Connection closed by remote host`,
          `Unable to negotiate with ${ip} port ${port}: no matching host key type found. Their offer: ssh-rsa,ssh-dss [preauth]`,
        ]),
      );
    },
  };
}

/** RFC 3164: `Aug 10 04:05:06`. */
function stamp(ms: number): string {
  const iso = new Date(ms).toISOString();
  return `Aug ${iso.slice(8, 10)} ${iso.slice(11, 19)}`;
}
