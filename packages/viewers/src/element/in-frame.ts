/**
 * Work of an element that waits for a frame. What it throws there nobody could catch, so it becomes an `error` event of the element:
 * whoever shows the element learns which one it was.
 */

/** Does something in the next frame; on paper, which has none, now. Returns what `cancelAnimationFrame` takes. */
export function inFrame(element: HTMLElement, work: () => void): number {
  const attempt = (): void => {
    try {
      work();
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      element.dispatchEvent(new ErrorEvent('error', { error, message }));
    }
  };
  if (!matchMedia('print').matches) return requestAnimationFrame(attempt);
  attempt();
  return 0;
}
