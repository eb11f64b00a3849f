/** Handlers by key: `/`, `j`, `Enter`, or two keys in a row: `g i`. */
export type Shortcuts = Readonly<Record<string, () => void>>;

/** Time in which the second key of a pair must follow. */
const PAIR_MS = 1200;
/** Keys that keep their own meaning on a focused button or link. */
const NATIVE = new Set(['Enter']);

type Layer = () => Shortcuts;

const layers: Layer[] = [];
let prefix = { key: '', at: 0 };

/** True while the keyboard belongs to a field. */
function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName);
}

function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.key === 'Shift') return;
  if (isTyping(event.target)) return;
  const pair = prefix.key !== '' && event.timeStamp - prefix.at < PAIR_MS ? `${prefix.key} ${event.key}` : undefined;
  const handler = find(pair ?? event.key);
  const startsPair = pair === undefined && event.key === 'g';
  prefix = startsPair ? { key: event.key, at: event.timeStamp } : { key: '', at: 0 };
  if (handler === undefined) return;
  if (!NATIVE.has(event.key)) event.preventDefault();
  handler();
}

/** The handler of the component shown last wins. */
function find(keys: string): (() => void) | undefined {
  for (let index = layers.length - 1; index >= 0; index--) {
    const handler = layers[index]?.()[keys];
    if (handler !== undefined) return handler;
  }
  return undefined;
}

/** Adds a layer of handlers; answers how to take it away. One window listener serves all layers. */
export function addLayer(layer: Layer): () => void {
  if (layers.length === 0) window.addEventListener('keydown', onKey);
  layers.push(layer);
  return () => {
    layers.splice(layers.indexOf(layer), 1);
    if (layers.length === 0) window.removeEventListener('keydown', onKey);
  };
}
