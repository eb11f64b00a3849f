/** A command: runs with the arguments behind its name; answers the exit code (0 done, 1 failed, 2 wrong usage). */
interface Command {
  readonly name: string;
  readonly load: () => Promise<{ run: (argv: string[]) => Promise<number> }>;
}

/** Every command of the front door, in the order of `--help`. Each loads only when it is called. */
export const COMMANDS: readonly Command[] = [
  { name: 'up', load: () => import('./commands/up.ts') },
  { name: 'analyze', load: () => import('./commands/analyze.ts') },
  { name: 'events', load: () => import('./commands/events.ts') },
  { name: 'ship', load: () => import('./commands/ship.ts') },
  { name: 'pull', load: () => import('./commands/pull.ts') },
  { name: 'move', load: () => import('./commands/move.ts') },
  { name: 'waf', load: () => import('./commands/waf.ts') },
  { name: 'sigma', load: () => import('./commands/sigma.ts') },
  { name: 'evtx', load: () => import('./commands/evtx.ts') },
  { name: 'test', load: () => import('./commands/test.ts') },
  { name: 'bench', load: () => import('./commands/bench.ts') },
];
