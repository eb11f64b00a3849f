import type { Necessary } from '../prefilter/necessary.ts';

/**
 * A test of one value, a string of bytes. Where `captured` is given and the test succeeds, it is emptied and filled with
 * what TX:0 to TX:9 are to hold.
 */
type Test = (value: string, captured?: (string | undefined)[]) => boolean;

/** A test with its argument bound, and what a value must contain for it to succeed. */
export interface BoundTest {
  readonly test: Test;
  /** Builds what only some values need; otherwise the first of them waits for it. */
  readonly prepare?: () => void;
  readonly necessary: Necessary;
}

/** What an operator may need beyond its argument. */
export interface OperatorResources {
  /** Content of a data file named in a rule, one character a byte; `undefined` where there is none. */
  readonly dataFile: (name: string) => string | undefined;
}

/** A SecLang operator: binds an argument once, so that a test costs only the value. */
export interface Operator {
  /** Throws `OperatorRefusal` where the argument is malformed. */
  readonly bind: (argument: string, resources: OperatorResources) => BoundTest;
  /** Whether macros in the argument are expanded for each transaction. */
  readonly macros: boolean;
}

/** Thrown for an argument that an operator cannot take; the message says why. */
export class OperatorRefusal extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'OperatorRefusal';
  }
}
