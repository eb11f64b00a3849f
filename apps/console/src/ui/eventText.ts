import type { EventRow } from '@haechi/platform/api/schemas/events.ts';

const MAX_SUMMARY = 400;

/** Whose event it is: the host, else the observer or the sending address, else the intake. */
export function subjectOf({ event, source }: EventRow): string {
  return event.host?.name ?? event.host?.hostname ?? event.observer?.name ?? event.source?.ip ?? source;
}

/** One line that says what happened: the most telling field that the event has, else the record itself. */
export function summaryOf({ event, raw }: EventRow): string {
  const text = event.process?.command_line ?? event.message ?? event.url?.original ?? raw;
  return text.slice(0, MAX_SUMMARY).replace(/\s+/g, ' ');
}
