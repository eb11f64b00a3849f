import { useEffect, useState, useSyncExternalStore } from 'react';
import { type Live, liveStore, QUIET_MS } from './liveStore.ts';

/** The live state; the rate falls to 0 when the stream has been silent for a while. */
export function useLive(): Live {
  const live = useSyncExternalStore(liveStore.subscribe, liveStore.get);
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  const last = live.rate.at(-1);
  return last !== undefined && now - last.at > QUIET_MS ? { ...live, perSecond: 0 } : live;
}
