/** A peer's address as people write it: IPv4 behind IPv6 (`::ffff:10.0.0.5`) without its prefix. */
export function addressOf(address: string | undefined): string {
  return (address ?? 'unknown').replace(/^::ffff:(?=\d+\.)/, '');
}
