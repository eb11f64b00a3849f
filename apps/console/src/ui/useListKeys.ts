import { useCallback, useEffect, useRef, useState } from 'react';
import { useShortcuts } from '../shell/useShortcuts.ts';

interface ListKeys {
  /** Keeps the element of a visible row, so that it can take the focus. */
  readonly register: (index: number, element: HTMLElement | null) => void;
  readonly focused: (index: number) => void;
  /** The row that Tab reaches. */
  readonly tabStop: number;
}

interface Options {
  readonly count: number;
  /** Index of the row that is open beside the list, or -1: with one open, `j` and `k` open its neighbours. */
  readonly current: number;
  readonly open: (index: number) => void;
  readonly reveal: (index: number) => void;
}

/** `j`/`k` and the arrows walk a virtual list, Enter opens. */
export function useListKeys({ count, current, open, reveal }: Options): ListKeys {
  const elements = useRef(new Map<number, HTMLElement>());
  const wanted = useRef(-1);
  const [active, setActive] = useState(-1);
  const position = current >= 0 ? current : active;

  const go = (step: number) => {
    if (count === 0) return;
    const next = Math.min(count - 1, Math.max(0, position + step));
    setActive(next);
    reveal(next);
    if (current >= 0) open(next);
    else {
      wanted.current = next;
      elements.current.get(next)?.focus();
    }
  };
  useShortcuts({
    j: () => go(1),
    k: () => go(-1),
    ArrowDown: () => go(1),
    ArrowUp: () => go(-1),
    Enter: () => {
      // Enter on a control inside or outside the list belongs to that control.
      if (elements.current.get(active) === document.activeElement) open(active);
    },
  });

  const register = useCallback((index: number, element: HTMLElement | null) => {
    if (element === null) elements.current.delete(index);
    else {
      elements.current.set(index, element);
      if (wanted.current === index) {
        element.focus();
        wanted.current = -1;
      }
    }
  }, []);
  useEffect(() => {
    if (active >= count) setActive(count - 1);
  }, [active, count]);
  return { register, focused: setActive, tabStop: Math.max(0, active) };
}
