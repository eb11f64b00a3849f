const MINUTE = 60_000;
const SECONDS = Array.from({ length: 60 }, (_, second) => `${String(second).padStart(2, '0')}.`);
const WHOLE_SECONDS = SECONDS.map((second) => `${second}000Z`);
const MILLISECONDS = Array.from({ length: 1000 }, (_, ms) => `${String(ms).padStart(3, '0')}Z`);

/** The minute written last: logs go on in the same one, and `toISOString` costs more than all else of a time. */
let minute = Number.NaN;
let minuteText = '';

/** `Date.prototype.toISOString` of an instant of the years 0 to 9999, in milliseconds since the epoch. */
export function isoTextOf(time: number): string {
  const whole = Math.trunc(time);
  const at = Math.floor(whole / MINUTE);
  if (at !== minute) {
    minuteText = new Date(at * MINUTE).toISOString().slice(0, 17);
    minute = at;
  }
  const rest = whole - at * MINUTE;
  const second = Math.floor(rest / 1000);
  const ms = rest - second * 1000;
  return (
    minuteText +
    (ms === 0 ? (WHOLE_SECONDS[second] as string) : (SECONDS[second] as string) + (MILLISECONDS[ms] as string))
  );
}
