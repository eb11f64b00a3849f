/**
 * Makes calls of some work wait for those before them, failed ones too. What is read late then never overtakes what was
 * read early: after two changes at once the newer one is in force. Calls that come while one still waits share it: it
 * will read what they changed.
 */
export function oneAfterAnother(work: () => Promise<void>): () => Promise<void> {
  let last: Promise<void> = Promise.resolve();
  let waiting: Promise<void> | undefined;
  return () => {
    if (waiting !== undefined) return waiting;
    waiting = last
      .catch(() => undefined)
      .then(() => {
        waiting = undefined;
        return work();
      });
    last = waiting;
    return waiting;
  };
}
