/** What paths, command lines and scripts are full of; a block of one of these words is met in most values. */
const COMMON_WORDS = `c:\\windows\\system32\\ c:\\program files (x86)\\ c:\\users\\ \\appdata\\local\\temp\\ \\roaming\\
microsoft powershell .exe .dll .ps1 .com http:// https:// www. hklm\\software\\ currentversion currentcontrolset services
\\registry\\machine\\ 000 0x0 invoke- get- set- new- -object -command function param string true false name value type
write-output process system user administrator authority network local host version application the and for this with
config manager policy server client service module script error path file`;
const COMMON: ReadonlySet<string> = new Set(
  COMMON_WORDS.split(/\s+/).flatMap((word) =>
    Array.from({ length: Math.max(0, word.length - 2) }, (_, at) => word.slice(at, at + 3)),
  ),
);
const COMMON_TIMES = 40;
/** Letters of English by how often they are met, per thousand. */
const LETTERS = new Map(
  Object.entries({ e: 115, t: 85, a: 80, i: 75, o: 75, s: 75, r: 75, n: 70, l: 50, c: 45, d: 38, u: 32, p: 32, m: 30 }),
);
const OTHER = 18;

/** A rough estimate of how often three characters (in lower case) are met in logs; only for comparing. */
export function blockFrequency(block: string): number {
  let product = COMMON.has(block) ? COMMON_TIMES : 1;
  for (const char of block) product *= LETTERS.get(char) ?? OTHER;
  return product;
}
