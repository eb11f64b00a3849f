/** One measured figure with what it is compared to. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** Floor or peer of the same run, or the goal of the issue, in words. */
  readonly against?: string;
}

/** Prints figures as a table, or with `--json` among the arguments as one JSON object a line. */
export function printFigures(figures: readonly Figure[], argv: readonly string[] = process.argv.slice(2)): void {
  if (argv.includes('--json')) {
    for (const figure of figures) process.stdout.write(`${JSON.stringify(figure)}\n`);
    return;
  }
  const width = Math.max(...figures.map((figure) => figure.name.length));
  for (const { name, value, unit, against } of figures) {
    const shown = Number.isInteger(value) ? value.toLocaleString('en') : value.toFixed(value < 10 ? 2 : 1);
    process.stdout.write(`${name.padEnd(width)}  ${shown.padStart(12)} ${unit.padEnd(10)} ${against ?? ''}\n`);
  }
}
