import { useSearch } from '@tanstack/react-router';

/** The tenant subtree that the address narrows to, as query parameters of the API; empty for the whole grant. */
export function useTenantParam(): { readonly tenant?: string } {
  const tenant = useSearch({ strict: false, select: (search) => search.tenant });
  return tenant === undefined ? {} : { tenant };
}
