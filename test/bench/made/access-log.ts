import { benchAddress, type Draw, drawing, LogSheet, type PlantedLog, share } from './planted-log.ts';

const START = Date.UTC(2026, 7, 10);
const DAY_MS = 86_400_000;
const BROWSERS = Array.from({ length: 40 }, (_, n) =>
  n % 3 === 0
    ? `Mozilla/5.0 (iPhone; CPU iPhone OS 18_${n % 6} like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.${n % 6} Mobile/15E148 Safari/604.1`
    : `Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${100 + n}.0.0.0 Safari/537.36`,
);
const CRAWLERS = [
  'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
  'Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)',
  'Mozilla/5.0 (compatible; Yeti/1.1; +https://naver.me/spd)',
];
const TOOLS = [
  'gobuster/3.6',
  'Mozilla/5.00 (Nikto/2.5.0) (Evasions:None) (Test:000003)',
  'sqlmap/1.8.4#stable (https://sqlmap.org)',
  'Fuzz Faster U Fool v2.1.0-dev',
  'Nuclei - Open-source project (github.com/projectdiscovery/nuclei)',
];
const WORDS = [
  'admin',
  'backup',
  'old',
  'test',
  'dev',
  'api',
  'upload',
  'console',
  'manager',
  'shop',
  'blog',
  'data',
  'private',
  'staging',
  'portal',
  'panel',
  'setup',
  'install',
  'cgi-bin',
  'logs',
];
const SQLI = [
  "1' OR '1'='1",
  '1 UNION SELECT NULL,NULL,NULL-- -',
  "1' UNION ALL SELECT username,password FROM users-- -",
  '1 AND SLEEP(5)',
  "1'; WAITFOR DELAY '0:0:5'--",
  '1 AND (SELECT 1 FROM information_schema.tables LIMIT 1)=1',
  "1' ORDER BY 9-- -",
  '1 AND EXTRACTVALUE(1,CONCAT(0x7e,@@version))',
  "1' AND 1=1-- -",
  '1 OR 1=1',
];
const UP = [
  '../../../../etc/passwd',
  '..%2f..%2f..%2f..%2fetc%2fpasswd',
  '%2e%2e/%2e%2e/%2e%2e/etc/shadow',
  '....//....//....//etc/passwd',
  '..\\..\\..\\windows\\win.ini',
  '/../../../../proc/self/environ',
  '..%252f..%252f..%252fetc%252fpasswd',
];
const SECRETS = [
  '/.env',
  '/.git/config',
  '/.git/HEAD',
  '/wp-config.php.bak',
  '/.aws/credentials',
  '/config.json',
  '/.htpasswd',
  '/backup.sql',
  '/db.sql.gz',
  '/dump.sql',
  '/.svn/entries',
  '/phpinfo.php',
  '/site.tar.gz',
  '/.DS_Store',
  '/.ssh/id_rsa',
];
const XSS = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  '<svg/onload=alert(1)>',
  'javascript:alert(document.cookie)',
  "'><script src=//x.example/x.js></script>",
  '<body onload=alert(1)>',
];
const SHELLS = [
  'c99.php',
  'r57.php',
  'wso.php',
  'shell.php',
  'cmd.php',
  'b374k.php',
  'alfa.php',
  'webshell.php',
  'c99shell.php',
  'mini.php',
];

/** Attackers in 300,000 lines, by kind. */
const PLANTED = {
  'content discovery': 30,
  'scanner by name': 15,
  'SQL injection probing': 15,
  'path traversal probing': 15,
  'secret files': 15,
  'XSS probing': 10,
  'web shell hunting': 10,
  'login brute force': 10,
};

type Request = readonly [method: string, target: string, status: number, agent: string, referrer?: string | undefined];

/**
 * A day of a shop's nginx access log (combined): visitors with their page's files, mobile applications, crawlers,
 * monitoring, dead links, and the planted attackers. Decoys follow old links: a few 404 an hour.
 */
export function accessLog(count: number, seed: number): PlantedLog {
  const draw = drawing(seed);
  const sheet = new LogSheet();
  const attackers = new Map<string, string>();
  const decoys = new Set<string>();
  const write = (ip: string, ms: number, [method, target, status, agent, referrer = '-']: Request): void => {
    const bytes = status === 304 ? 0 : draw.between(150, 60_000);
    sheet.add(
      ms,
      `${ip} - - [${stamp(ms)}] "${method} ${target} HTTP/1.1" ${status} ${bytes} "${referrer}" "${agent}"`,
    );
  };
  const plant = (
    kind: keyof typeof PLANTED,
    times: readonly [number, number],
    gapS: readonly [number, number],
    next: (n: number) => Request,
  ): void => {
    const block = Object.keys(PLANTED).indexOf(kind);
    for (let one = 0; one < share(count, PLANTED[kind]); one++) {
      const ip = benchAddress(block, one + 1);
      attackers.set(ip, kind);
      let at = START + draw.random() * DAY_MS * 0.95;
      const agent = draw.pick(BROWSERS);
      const tool = draw.pick(TOOLS);
      for (let n = 0, most = draw.between(...times); n < most; n++) {
        const [method, target, status, how, referrer] = next(n);
        write(ip, at, [method, target, status, how === 'tool' ? tool : agent, referrer]);
        at += (gapS[0] + draw.random() * (gapS[1] - gapS[0])) * 1000;
      }
    }
  };
  const hidden = (n: number): string =>
    `/${draw.pick(WORDS)}${n % 3 === 0 ? `/${draw.pick(WORDS)}` : ''}-${n}${draw.pick(['', '/', '.php', '.bak', '.html'])}`;
  plant('content discovery', [80, 500], [0.05, 0.5], (n) => [
    'GET',
    hidden(n),
    draw.random() < 0.02 ? 301 : 404,
    'browser',
  ]);
  plant('scanner by name', [20, 200], [0.05, 1], (n) => ['GET', hidden(n), 404, 'tool']);
  plant('SQL injection probing', [15, 60], [0.2, 0.9], (n) => [
    'GET',
    `/product?id=${encoded(draw, draw.pick(SQLI))}&n=${n}`,
    draw.pick([200, 200, 500]),
    'browser',
  ]);
  plant('path traversal probing', [8, 30], [0.5, 2], (n) => {
    const step = UP[n % UP.length] as string;
    return ['GET', n % 2 === 0 ? `/download?file=${step}` : `/static/${step}`, draw.pick([400, 404]), 'browser'];
  });
  plant('secret files', [10, 15], [0.5, 2], (n) => [
    'GET',
    SECRETS[n % SECRETS.length] as string,
    draw.pick([404, 403]),
    'browser',
  ]);
  plant('XSS probing', [12, 30], [0.3, 0.9], (n) => [
    'GET',
    `/search?q=${encodeURIComponent(draw.pick(XSS))}&n=${n}`,
    200,
    'browser',
  ]);
  plant('web shell hunting', [6, 10], [0.3, 2], (n) => [
    'GET',
    `${draw.pick(['', '/uploads', '/wp-content'])}/${SHELLS[n % SHELLS.length]}`,
    404,
    'browser',
  ]);
  plant('login brute force', [40, 200], [0.3, 2], () => [
    'POST',
    '/login',
    401,
    'browser',
    'https://shop.example/login',
  ]);
  for (let one = 0; one < share(count, 40); one++) {
    const ip = benchAddress(9, one + 1);
    decoys.add(ip);
    let at = START + draw.random() * DAY_MS * 0.5;
    for (let n = 0; n < draw.between(5, 20); n++) {
      write(ip, at, ['GET', `/old/page-${draw.between(1, 900)}.html`, 404, draw.pick(BROWSERS)]);
      at += draw.between(300, 1500) * 1000;
    }
  }
  while (sheet.size < count) visit(draw, write);
  return { lines: sheet.inOrder(count), attackers, decoys };
}

function visit(draw: Draw, write: (ip: string, ms: number, request: Request) => void): void {
  const ip = benchAddress(16 + draw.between(0, 15), draw.between(1, 4000));
  let at = START + draw.random() * DAY_MS;
  const chance = draw.random();
  const later = (from: number, to: number): number => (at += draw.between(from, to));
  if (chance < 0.6) {
    const agent = draw.pick(BROWSERS);
    for (let n = draw.between(1, 5); n > 0; n--) {
      const page = draw.pick([
        '/',
        `/product/${draw.between(1, 4000)}`,
        `/search?q=${draw.pick(WORDS)}+${draw.between(1, 99)}&page=${draw.between(1, 9)}`,
        '/cart',
        `/category/${draw.pick(WORDS)}`,
      ]);
      write(ip, later(3000, 40_000), ['GET', page, draw.random() < 0.01 ? 500 : 200, agent, 'https://www.google.com/']);
      for (const file of [
        '/assets/app.8f3c.css',
        '/assets/app.77aa.js',
        '/images/logo.svg',
        `/images/product/${draw.between(1, 4000)}.webp`,
      ])
        write(ip, later(20, 90), ['GET', file, draw.random() < 0.5 ? 304 : 200, agent, `https://shop.example${page}`]);
    }
    if (draw.random() < 0.05) write(ip, later(3000, 9000), ['GET', `/product/gone-${draw.between(1, 99)}`, 404, agent]);
    if (draw.random() < 0.08)
      write(ip, later(5000, 9000), [
        'POST',
        '/login',
        draw.random() < 0.1 ? 401 : 302,
        agent,
        'https://shop.example/login',
      ]);
  } else if (chance < 0.8) {
    for (let n = draw.between(2, 10); n > 0; n--)
      write(ip, later(500, 8000), [
        'GET',
        `/api/v2/items?cursor=${draw.between(1, 99_999)}&limit=20`,
        200,
        'ShopApp/4.2 (Android 15)',
      ]);
  } else if (chance < 0.95) {
    const crawler = draw.pick(CRAWLERS);
    for (let n = draw.between(3, 15); n > 0; n--)
      write(benchAddress(8, draw.between(1, 60)), later(2000, 9000), [
        'GET',
        `/product/${draw.between(1, 9000)}`,
        draw.random() < 0.04 ? 404 : 200,
        crawler,
      ]);
  } else write('10.0.0.9', at, ['GET', '/healthz', 200, 'kube-probe/1.31']);
}

/** As browsers and tools write a value: percent-encoded, blanks as `%20` or `+`. */
function encoded(draw: Draw, value: string): string {
  const text = encodeURIComponent(value);
  return draw.random() < 0.5 ? text : text.replaceAll('%20', '+');
}

/** `10/Aug/2026:04:05:06 +0000`. */
function stamp(ms: number): string {
  const iso = new Date(ms).toISOString();
  return `${iso.slice(8, 10)}/Aug/2026:${iso.slice(11, 19)} +0000`;
}
