import tables from './syscalls.json' with { type: 'json' };

/** Names by number, per `arch` word of the audit record (linux/audit.h): x86_64, i386, aarch64. From Linux's unistd.h. */
const NAMES = new Map<string, string[]>(Object.entries(tables).map(([arch, names]) => [arch, names.split(' ')]));

/** Name of a system call (`execve` of `c000003e`, `59`), or `undefined` for an unknown arch or number. */
export function syscallName(arch: string, number: string): string | undefined {
  const name = NAMES.get(arch)?.[Number(number)];
  return name === '-' ? undefined : name;
}
