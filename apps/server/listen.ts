import { HaechiError } from '@haechi/event';

/** The fault of a listener that could not open, in our own terms; anything else is passed on as it is. */
export function listenFault(error: unknown, where: string, option: string): unknown {
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  if (code === 'EADDRINUSE') {
    return new HaechiError('port_in_use', {
      what: 'another program uses this port',
      where,
      remedy: `stop it, or choose another port with ${option}`,
      cause: error,
    });
  }
  if (code === 'EACCES') {
    return new HaechiError('port_forbidden', {
      what: 'this user may not use this port',
      where,
      remedy: `choose a port above 1023 with ${option}`,
      cause: error,
    });
  }
  if (code === 'EADDRNOTAVAIL') {
    return new HaechiError('address_not_here', {
      what: 'this machine has no such address',
      where,
      remedy: 'choose an address of this machine with --host, or 0.0.0.0 for all',
      cause: error,
    });
  }
  return error;
}
