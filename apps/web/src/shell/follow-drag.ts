/*
 * A pointer that was pressed on something, until it is let go or somebody presses Escape. A press that hardly moves is no drag: it
 * stays a click.
 */

export interface Drag {
  readonly moved: (event: PointerEvent) => void;
  /** Let go, or given up. */
  readonly ended?: (isDropped: boolean) => void;
}

/** Pixels that a hand shakes. */
const SHAKE = 4;

/** Follows the pointer that `pressed` tells of. */
export function followDrag(pressed: PointerEvent, { moved, ended }: Drag): void {
  const listening = new AbortController();
  const { signal } = listening;
  let isDrag = false;
  const end = (isDropped: boolean): void => {
    listening.abort();
    if (isDrag) ended?.(isDropped);
  };
  const move = (event: PointerEvent): void => {
    if (event.pointerId !== pressed.pointerId) return;
    isDrag ||= Math.hypot(event.clientX - pressed.clientX, event.clientY - pressed.clientY) > SHAKE;
    if (isDrag) moved(event);
  };
  const key = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || !isDrag) return;
    event.preventDefault();
    event.stopPropagation();
    end(false);
  };
  addEventListener('pointermove', move, { signal });
  addEventListener('pointerup', () => end(true), { signal });
  addEventListener('pointercancel', () => end(false), { signal });
  addEventListener('keydown', key, { signal, capture: true });
}
