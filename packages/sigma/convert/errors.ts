/** A part of a rule that the target language cannot say; `message` names it, in English. */
export class NotConvertible extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'NotConvertible';
  }
}
