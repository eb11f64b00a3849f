import shapes from './shapes.json' with { type: 'json' };

/** Shapes of injections in upper case (`t` and `T` are one). Made by `generate/shapes.ts`. */
const SHAPES: ReadonlySet<string> = new Set(shapes);

/** Whether a shape is one that injections have and ordinary values do not. */
export function isKnownShape(shape: string): boolean {
  return SHAPES.has(shape.toUpperCase());
}
