import { once } from 'node:events';

/** Writes to standard output and waits while its reader is slower than we are. A closed pipe (`| head`) ends the program. */
export async function writeOut(text: string): Promise<void> {
  if (process.stdout.write(text)) return;
  await once(process.stdout, 'drain');
}

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});
