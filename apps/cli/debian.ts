import { spawnSync } from 'node:child_process';

/**
 * Installs the Debian packages that a command needs and that are missing. Where that is not possible (no root, no
 * apt, no network) it says what failed and how to go on, and answers `false`; callers then do without, by name.
 */
export async function ensureDebianPackages(packages: readonly string[]): Promise<boolean> {
  const missing = packages.filter((name) => !isInstalled(name));
  if (missing.length === 0) return true;
  process.stderr.write(`haechi: installing Debian packages: ${missing.join(' ')}\n`);
  const prefix = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  const apt = (args: readonly string[]): boolean => {
    const [command = 'apt-get', ...rest] = [...prefix, 'apt-get', '-qq', '-o', 'Dpkg::Use-Pty=0', ...args];
    return (
      spawnSync(command, rest, { stdio: ['ignore', 2, 2], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } })
        .status === 0
    );
  };
  if (apt(['install', '-y', '--no-install-recommends', ...missing])) return true;
  if (apt(['update']) && apt(['install', '-y', '--no-install-recommends', ...missing])) return true;
  process.stderr.write(
    `error[debian_packages]: could not install ${missing.join(' ')}; apt-get install; install them by hand as root, then run the same command again\n`,
  );
  return false;
}

function isInstalled(name: string): boolean {
  const query = spawnSync('dpkg-query', ['-W', '-f', '$' + '{Status}', name], { encoding: 'utf8' });
  return query.status === 0 && query.stdout.includes('install ok installed');
}
