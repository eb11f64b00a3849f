import { useHasRole } from '../api/useRole.ts';
import { DESTINATIONS } from './destinations.ts';

/** The screens that the user's role opens. */
export function useDestinations() {
  const isAdmin = useHasRole('admin');
  return DESTINATIONS.filter((destination) => destination.needs === undefined || isAdmin);
}
