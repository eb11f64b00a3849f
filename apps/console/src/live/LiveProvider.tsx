import type { StreamIncident, StreamIntake } from '@haechi/platform/api/schemas/stream.ts';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect } from 'react';
import { resource } from '../api/client.ts';
import { RETRY_MS } from '../api/error.ts';
import { useTenantParam } from '../api/tenantParam.ts';
import { IncidentToast } from './IncidentToast.tsx';
import { liveStore } from './liveStore.ts';
import { isFirstSight } from './seenIncidents.ts';

/** Lists that change with what is detected; refetched at most once in this time. */
const STALE_BY_DETECTION = ['incidents', 'incident', 'overview'] as const;
const REFRESH_MS = 2000;
/** Between two tries to follow a stream that is refused, milliseconds: where nobody is signed in it stays so. */
const LONGEST_WAIT_MS = 20_000;

/** Follows the server's event stream while signed in: intake rate, connection state, and lists that went stale. */
export function LiveProvider({ children }: { readonly children: ReactNode }) {
  const client = useQueryClient();
  const { tenant } = useTenantParam();
  useEffect(() => {
    let source: EventSource;
    let waitMs = RETRY_MS;
    let again: ReturnType<typeof setTimeout> | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const refreshSoon = () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        for (const key of STALE_BY_DETECTION) void client.invalidateQueries({ queryKey: [key] });
      }, REFRESH_MS);
    };
    const follow = () => {
      source = new EventSource(resource('/stream', { tenant }));
      const on = <Data,>(name: string, handle: (data: Data) => void) =>
        source.addEventListener(name, (event) => handle(JSON.parse(event.data) as Data));
      source.onopen = () => {
        waitMs = RETRY_MS;
        liveStore.connection('open');
      };
      source.onerror = () => {
        liveStore.connection('lost');
        // The browser comes again by itself after a broken connection, but never after an answer that is a failure.
        if (source.readyState !== EventSource.CLOSED) return;
        again = setTimeout(follow, waitMs);
        waitMs = Math.min(2 * waitMs, LONGEST_WAIT_MS);
      };
      on<StreamIntake>('intake', (intake) => liveStore.intake(intake, Date.now()));
      on<StreamIncident>('incident', (incident) => {
        refreshSoon();
        if (incident.status === 'new' && isGrave(incident) && isFirstSight(incident.id)) announce(incident);
      });
      on('finding', refreshSoon);
    };
    follow();
    return () => {
      clearTimeout(timer);
      clearTimeout(again);
      source.close();
      liveStore.connection('connecting');
    };
  }, [client, tenant]);
  return children;
}

function isGrave(incident: StreamIncident): boolean {
  return incident.level === 'high' || incident.level === 'critical';
}

function announce(incident: StreamIncident): void {
  notifications.show({ message: <IncidentToast incident={incident} />, autoClose: 8000 });
}
