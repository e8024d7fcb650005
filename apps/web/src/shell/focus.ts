/* Where the focus goes when it is sent into a pane. */

const FOCUSABLE =
  'a[href], button:enabled, input:enabled, select:enabled, textarea, [tabindex="0"], [contenteditable="true"]';

/** The first element that takes the focus, through shadow roots; null where there is none. */
export function firstFocusable(root: Element | ShadowRoot): HTMLElement | null {
  for (const element of root.children) {
    if (element instanceof HTMLElement && !element.hidden && element.matches(FOCUSABLE)) return element;
    const inside = firstFocusable(element.shadowRoot ?? element);
    if (inside !== null) return inside;
  }
  return null;
}
