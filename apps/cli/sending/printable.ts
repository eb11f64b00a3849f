/** Names and answers come from outside: what would steer a terminal is shown, not sent. */
export function printable(given: string): string {
  return given.slice(0, 1_200).replace(/\p{C}/gu, (one) =>
    JSON.stringify(one)
      .slice(1, -1)
      .replace(/^[^\\].*/, '\uFFFD'),
  );
}
