import { createContext, type ReactNode, useContext } from 'react';

const Context = createContext<string>(Intl.DateTimeFormat().resolvedOptions().timeZone);

/** The zone in which all times below are shown; the browser's own where no user has signed in. */
export function TimeZoneProvider({ zone, children }: { readonly zone: string; readonly children: ReactNode }) {
  return <Context value={zone}>{children}</Context>;
}

export function useTimeZone(): string {
  return useContext(Context);
}
