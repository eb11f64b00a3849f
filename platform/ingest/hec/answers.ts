/** Answers of Splunk's HTTP Event Collector: code → HTTP status and text ("Troubleshoot HTTP Event Collector", error codes). */
export const HEC_ANSWERS = {
  0: { status: 200, text: 'Success' },
  1: { status: 403, text: 'Token disabled' },
  2: { status: 401, text: 'Token is required' },
  3: { status: 401, text: 'Invalid authorization' },
  4: { status: 403, text: 'Invalid token' },
  5: { status: 400, text: 'No data' },
  6: { status: 400, text: 'Invalid data format' },
  7: { status: 400, text: 'Incorrect index' },
  8: { status: 500, text: 'Internal server error' },
  9: { status: 503, text: 'Server is busy' },
  10: { status: 400, text: 'Data channel is missing' },
  11: { status: 400, text: 'Invalid data channel' },
  12: { status: 400, text: 'Event field is required' },
  13: { status: 400, text: 'Event field cannot be blank' },
  14: { status: 400, text: 'ACK is disabled' },
  15: { status: 400, text: 'Error in handling indexed fields' },
  16: { status: 400, text: 'Query string authorization is not enabled' },
  17: { status: 200, text: 'HEC is healthy' },
  18: { status: 503, text: 'HEC is unhealthy, queues are full' },
  27: { status: 413, text: 'Request entity too large' },
} as const;
export type HecCode = keyof typeof HEC_ANSWERS;

/** What ends a request: a code, for event faults with the 0-based number of the event. */
export interface HecFault {
  readonly code: HecCode;
  readonly eventNumber?: number;
}

/** The JSON body of an answer. */
export function hecBody(code: HecCode, more: { eventNumber?: number; ackId?: number } = {}): Record<string, unknown> {
  return {
    text: HEC_ANSWERS[code].text,
    code,
    ...(more.eventNumber === undefined ? {} : { 'invalid-event-number': more.eventNumber }),
    ...(more.ackId === undefined ? {} : { ackId: more.ackId }),
  };
}
