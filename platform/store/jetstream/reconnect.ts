/** Milliseconds between two tries to reach a server that is away; the client's own default. */
const WAIT_MS = 2_000;
/** So long ago that the client dials, whatever its clock says of the last time. */
const AT_ONCE_MS = -Number.MAX_SAFE_INTEGER;

/**
 * How long the NATS client waits after its last try, as its `reconnectDelayHandler`. The client notes that try by the wall
 * clock: where the clock is set back behind it, the client would not dial until the clock is there again.
 */
export function reconnectDelay(steadyMs: () => number = () => performance.now()): () => number {
  let dialledMs = Number.NEGATIVE_INFINITY;
  return () => {
    const at = steadyMs();
    if (at - dialledMs < WAIT_MS) return WAIT_MS;
    dialledMs = at;
    return AT_ONCE_MS;
  };
}
