/**
 * A realistic mix of log lines, made anew for each call so that no two events are the same: Windows process creations as
 * JSON, nginx access lines, auditd events of three lines, sshd lines. One in 5,000 is an attack that a rule finds.
 */
export interface LogMix {
  /** `count` events; an auditd event counts once, though it has three lines. */
  next(count: number): string[];
  /** Events given so far. */
  readonly given: number;
}

/** Ordinary process starts as a workstation has them: what started what, and with which arguments. */
const STARTS: readonly ((id: number, user: string) => Readonly<Record<string, string>>)[] = [
  (id) => ({
    Image: 'C:\\Windows\\System32\\svchost.exe',
    CommandLine: `C:\\Windows\\system32\\svchost.exe -k netsvcs -p -s ${pickFrom(SERVICES, id)}`,
    ParentImage: 'C:\\Windows\\System32\\services.exe',
    ParentCommandLine: 'C:\\Windows\\system32\\services.exe',
    User: 'NT AUTHORITY\\SYSTEM',
    IntegrityLevel: 'System',
  }),
  (id, user) => ({
    Image: CHROME,
    CommandLine: `"${CHROME}" --type=renderer --lang=ko --renderer-client-id=${id} --mojo-platform-channel-handle=${id % 9000}`,
    ParentImage: CHROME,
    ParentCommandLine: `"${CHROME}"`,
    User: `CORP\\${user}`,
    IntegrityLevel: 'Medium',
  }),
  (id, user) => ({
    Image: 'C:\\Program Files\\Microsoft Office\\root\\Office16\\EXCEL.EXE',
    CommandLine: `"C:\\Program Files\\Microsoft Office\\root\\Office16\\EXCEL.EXE" "C:\\Users\\${user}\\Documents\\report-${id}.xlsx"`,
    ParentImage: 'C:\\Windows\\explorer.exe',
    ParentCommandLine: 'C:\\Windows\\Explorer.EXE',
    User: `CORP\\${user}`,
    IntegrityLevel: 'Medium',
  }),
  (id) => ({
    Image: 'C:\\Windows\\System32\\taskhostw.exe',
    CommandLine: `taskhostw.exe -RegisterDevice -ProtectionStateChanged -FreeNetworkOnly ${id}`,
    ParentImage: 'C:\\Windows\\System32\\svchost.exe',
    ParentCommandLine: 'C:\\Windows\\system32\\svchost.exe -k netsvcs -p -s Schedule',
    User: 'NT AUTHORITY\\SYSTEM',
    IntegrityLevel: 'System',
  }),
];
const CHROME = 'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe';
const SERVICES = ['Schedule', 'Themes', 'UserManager', 'Winmgmt', 'wuauserv'];
const PATHS = ['/', '/index.html', '/api/v1/items', '/static/app.js', '/login', '/images/logo.png', '/search'];
const AGENTS = [
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36',
  'curl/8.5.0',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Mobile/15E148',
];
const USERS = ['minsu', 'jiyoung', 'tanaka', 'sato', 'alice', 'bob', 'haruto', 'seoyeon'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const ATTACK_EVERY = 5_000;

export function logMix(tag: string, now: () => number = Date.now): LogMix {
  let given = 0;
  // Kinds of line take turns by four, so that each sees all of a list.
  const pick = <T>(list: readonly T[]): T => pickFrom(list, given >> 2);
  const address = (): string => `10.${(given >> 16) & 255}.${(given >> 8) & 255}.${given & 255}`;

  const windows = (date: Date): string =>
    JSON.stringify({
      EventTime: date.toISOString(),
      Hostname: `ws${given % 200}.corp.example`,
      Channel: 'Microsoft-Windows-Sysmon/Operational',
      SourceName: 'Microsoft-Windows-Sysmon',
      EventID: 1,
      RecordNumber: given,
      ProcessId: 4000 + (given % 9000),
      CurrentDirectory: 'C:\\Windows\\system32\\',
      LogonId: `0x${(given * 7919).toString(16)}`,
      Hashes: `SHA256=${given.toString(16).padStart(64, '0')}`,
      ParentProcessId: 800,
      ...pick(STARTS)(given, pick(USERS)),
    });
  const nginx = (date: Date, attack: boolean): string => {
    const [, month, day] = date.toISOString().slice(0, 10).split('-');
    const time = `${day}/${MONTHS[Number(month) - 1]}/${date.getUTCFullYear()}:${date.toISOString().slice(11, 19)} +0000`;
    const query = attack
      ? `?id=1%20UNION%20SELECT%20password%20FROM%20users--${tag}-${given}`
      : `?page=${given}&tag=${tag}`;
    return `${address()} - - [${time}] "GET ${pick(PATHS)}${query} HTTP/1.1" 200 ${500 + (given % 9000)} "-" "${pick(AGENTS)}"`;
  };
  const auditd = (date: Date): string[] => {
    const stamp = `msg=audit(${(date.getTime() / 1000).toFixed(3)}:${given})`;
    return [
      `node=web${given % 20} type=SYSCALL ${stamp}: arch=c000003e syscall=59 success=yes exit=0 a0=55d0 a1=55d1 a2=55d2 a3=0 items=2 ppid=${given % 30000} pid=${(given + 1) % 30000} auid=1000 uid=1000 gid=1000 euid=1000 suid=1000 fsuid=1000 egid=1000 sgid=1000 fsgid=1000 tty=pts0 ses=${given % 500} comm="ls" exe="/usr/bin/ls" key="exec"`,
      `node=web${given % 20} type=EXECVE ${stamp}: argc=3 a0="ls" a1="-l" a2="/srv/${tag}/${given}"`,
      `node=web${given % 20} type=CWD ${stamp}: cwd="/home/${pick(USERS)}"`,
    ];
  };
  const sshd = (date: Date): string =>
    `<38>1 ${date.toISOString()} bastion${given % 5} sshd ${given % 30000} - - Accepted publickey for ${pick(USERS)} from ${address()} port ${1024 + (given % 60000)} ssh2: ED25519 SHA256:${tag}${given}`;

  return {
    get given() {
      return given;
    },
    next(count) {
      const lines: string[] = [];
      for (let made = 0; made < count; made++) {
        given++;
        const date = new Date(now());
        const attack = given % ATTACK_EVERY === 0;
        if (attack || given % 4 === 1) lines.push(nginx(date, attack));
        else if (given % 4 === 2) lines.push(windows(date));
        else if (given % 4 === 3) lines.push(sshd(date));
        else lines.push(...auditd(date));
      }
      return lines;
    },
  };
}

function pickFrom<T>(list: readonly T[], index: number): T {
  return list[index % list.length]!;
}
