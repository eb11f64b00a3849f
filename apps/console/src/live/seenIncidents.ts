const STORAGE_KEY = 'haechi.seen-incidents';
/** Ids kept: enough for a shift, small enough for the browser's session storage. */
const KEEP = 500;

/** True the first time that an incident is heard of in this browser tab, so that a reload announces nothing twice. */
export function isFirstSight(id: string): boolean {
  const seen = (sessionStorage.getItem(STORAGE_KEY) ?? '').split(' ');
  if (seen.includes(id)) return false;
  sessionStorage.setItem(STORAGE_KEY, [...seen, id].slice(-KEEP).join(' '));
  return true;
}
