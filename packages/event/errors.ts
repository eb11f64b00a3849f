/**
 * A fault with a code from one catalogue and a message that says what, where and what to do.
 *
 * Printed by every command as `error[CODE]: what; where; what to do`, and sent by the API as `{error: {code, …}}`.
 * Expected outcomes are closed unions, not errors: throw this only for faults.
 */
export class HaechiError extends Error {
  readonly code: string;
  readonly what: string;
  readonly where: string;
  readonly remedy: string;
  /** What stands in `what` and `remedy` by name, for texts of other languages. */
  readonly values: Readonly<Record<string, string | number>>;

  constructor(
    code: string,
    parts: {
      what: string;
      where?: string;
      remedy?: string;
      values?: Readonly<Record<string, string | number>>;
      cause?: unknown;
    },
  ) {
    const where = parts.where ?? '';
    const remedy = parts.remedy ?? '';
    super([parts.what, where, remedy].filter((part) => part !== '').join('; '), { cause: parts.cause });
    this.name = 'HaechiError';
    this.code = code;
    this.what = parts.what;
    this.where = where;
    this.remedy = remedy;
    this.values = parts.values ?? {};
  }

  /** One line for a terminal or a log, in the form of the command contract. */
  line(): string {
    return `error[${this.code}]: ${this.message}`;
  }
}
