import { ActionRefusal } from './action.ts';

/** Reads rule ids and ranges parted by commas or white space: `942100,942200-942299`. Throws `ActionRefusal`. */
export function idRanges(text: string): (readonly [low: number, high: number])[] {
  return text
    .split(/[\s,]+/)
    .filter((item) => item !== '')
    .map((item) => {
      const range = /^([0-9]{1,10})(?:-([0-9]{1,10}))?$/.exec(item);
      if (range === null) throw new ActionRefusal(`'${item}' is not a rule id or range of ids`);
      const low = Number(range[1]);
      return [low, range[2] === undefined ? low : Number(range[2])] as const;
    });
}
