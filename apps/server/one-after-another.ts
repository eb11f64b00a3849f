/**
 * Makes calls of some work wait for those before them, failed ones too. What is read late then never overtakes what was
 * read early: after two changes at once the newer one is in force.
 */
export function oneAfterAnother(work: () => Promise<void>): () => Promise<void> {
  let last: Promise<void> = Promise.resolve();
  return () => {
    last = last.catch(() => undefined).then(work);
    return last;
  };
}
