import { INCIDENT_STATUSES, type IncidentStatus, LEVELS, type Level } from '@haechi/event';

/** The incident list's filter as kept in the address; `all` shows closed ones too. */
export interface IncidentSearch {
  readonly status?: IncidentStatus | 'open' | 'all';
  /** At least this urgent. */
  readonly minLevel?: Level;
  /** Exactly this urgent; wins over `minLevel`. */
  readonly level?: Level;
  readonly text?: string;
}

const STATUS_CHOICES = ['open', 'all', ...INCIDENT_STATUSES] as const;

/** Keeps what is well-formed of a filter that came with an address. */
export function readIncidentFilter(search: Record<string, unknown>): IncidentSearch {
  const status = STATUS_CHOICES.find((choice) => choice === search['status']);
  const minLevel = LEVELS.find((candidate) => candidate === search['minLevel']);
  const level = LEVELS.find((candidate) => candidate === search['level']);
  const text = typeof search['text'] === 'string' ? search['text'].slice(0, 256) : undefined;
  return {
    ...(status === undefined ? {} : { status }),
    ...(minLevel === undefined ? {} : { minLevel }),
    ...(level === undefined ? {} : { level }),
    ...(text === undefined || text === '' ? {} : { text }),
  };
}

/** The statuses that a choice stands for; open by default, because they are what waits for someone. */
export function statusesOf(choice: IncidentSearch['status']): readonly IncidentStatus[] {
  if (choice === 'all') return INCIDENT_STATUSES;
  if (choice === undefined || choice === 'open') return ['new', 'in_progress'];
  return [choice];
}
