import type { EventRow } from '@haechi/platform/api/schemas/events.ts';

const MAX_SUMMARY = 400;

/** Whose event it is: the host, else the observer or the sending address, else the intake. */
export function subjectOf({ event, source }: EventRow): string {
  return event.host?.name ?? event.host?.hostname ?? event.observer?.name ?? event.source?.ip ?? source;
}

/** One line that says what happened: a web request, a command line, a message, else the record itself. */
export function summaryOf({ event, raw }: EventRow): string {
  const { http, url } = event;
  const request = url?.original === undefined ? [] : [http?.request?.method, url.original, http?.response?.status_code];
  const text = request.length > 0 ? request.join(' ').trim() : (event.process?.command_line ?? event.message ?? raw);
  return text.slice(0, MAX_SUMMARY).replace(/\s+/g, ' ');
}
