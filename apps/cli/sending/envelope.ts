/** Characters of the JSON text of one event, the most that an intake takes as one record. */
const EVENT_CHARS = 1024 ** 2;

/** What an event says of itself beside its text. */
export interface EventSaid {
  readonly host?: string;
  readonly source: string;
  readonly sourcetype?: string;
}

/** One text as a HEC envelope under its id; `isCut` when it had to give way to the limit of an event. */
export function envelopeOf(
  whole: string,
  id: string,
  said: EventSaid,
): { readonly text: string; readonly isCut: boolean } {
  let event = whole;
  const envelope = (): string => JSON.stringify({ ...said, event, fields: { _id: id } });
  let text = envelope();
  while (text.length > EVENT_CHARS) {
    // Quotes and control characters take more room in JSON: the text is shortened in proportion until it fits.
    event = event.slice(0, Math.max(0, Math.floor((event.length * EVENT_CHARS) / text.length) - 16));
    text = envelope();
  }
  return { text, isCut: event.length < whole.length };
}
