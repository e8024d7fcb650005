/**
 * Pictures grow with the type of the page: one pixel of a drawing is as large as a sixteenth of the root's type, so that who reads large
 * letters gets large rows, too. Everything that draws or points counts in pixels of the drawing; only what a style sheet places counts
 * in those of the page.
 */

/** What browsers begin with: at this size a pixel of a drawing is one of the page. */
const USUAL_PX = 16;

/** Pixels of the page in one of a drawing. */
export function typeScale(): number {
  const size = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  return size > 0 ? size / USUAL_PX : 1;
}

/** Where on an element a pointer is, in pixels of its drawing. */
export function pointOn(
  element: Element,
  { clientX, clientY }: MouseEvent,
): { readonly x: number; readonly y: number } {
  const box = element.getBoundingClientRect();
  const scale = typeScale();
  return { x: (clientX - box.left) / scale, y: (clientY - box.top) / scale };
}
