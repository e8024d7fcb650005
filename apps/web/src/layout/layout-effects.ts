/*
 * The layout and the world: how wide the window is, what this browser remembers, and how large the type is.
 */
import { remember } from '../remember.ts';
import type { Store } from '../store.ts';
import { presetOf, type Room } from './presets.ts';
import { storedText } from './stored-layout.ts';

/** Under which name the layout is kept. */
export const LAYOUT_NAME = 'layout';

/** One pane at a time below the first, everything side by side from the second on; also in `app.styles.ts`. */
const NARROW = '(width <= 64rem)';
const ULTRA = '(width >= 140rem)';

/** How much room the window has now. */
export const roomNow = (): Room =>
  matchMedia(NARROW).matches ? 'narrow' : matchMedia(ULTRA).matches ? 'ultra' : 'wide';

/** Starts the effects on a store. */
export function startLayout(store: Store): void {
  const measure = (): void => store.dispatch({ type: 'layout', layout: { type: 'room', room: roomNow() } });
  for (const query of [NARROW, ULTRA]) matchMedia(query).addEventListener('change', measure);
  measure();
  showType(store);
  store.subscribe((now, before) => {
    const [layout, old] = [now.layout, before.layout];
    if (layout.preset !== old.preset) showType(store);
    if (layout.preset !== old.preset || layout.made !== old.made) remember(LAYOUT_NAME, storedText(layout));
  });
}

/** Canvases and text follow the size of the root's type. */
function showType(store: Store): void {
  document.documentElement.toggleAttribute('data-large', presetOf(store.state.layout.preset).isLarge);
}
