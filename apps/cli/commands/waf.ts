import { runFtwCommand } from '../waf/ftw.ts';
import { runProxy } from '../waf/proxy.ts';

/** `haechi waf …`: the web application firewall alone; `haechi waf ftw …`: rule tests against it. */
export async function run(argv: string[]): Promise<number> {
  return argv[0] === 'ftw' ? runFtwCommand(argv.slice(1)) : runProxy(argv);
}
