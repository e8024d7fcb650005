/*
 * Rows of tabs that are longer than their room: the chosen tab is brought into view, and a row says at which end it goes on, so that
 * the style sheet can show a way to the rest. The browser tells what is cut, so that nothing is measured while time moves.
 */
import type { LitElement, ReactiveController } from 'lit';

/** A tab that is cut by less than this share is in view. */
const WHOLE = 0.98;

/** Watches every `.tabs` of an element; writes `data-cut` (`start`, `end` or both) on the row around it. */
export class TabStrips implements ReactiveController {
  readonly #host: LitElement;
  readonly #watched = new WeakMap<Element, { readonly of: string; readonly observer: IntersectionObserver }>();

  constructor(host: LitElement) {
    this.#host = host;
    host.addController(this);
  }

  hostUpdated(): void {
    for (const tabs of this.#host.renderRoot.querySelectorAll('.tabs')) this.#watch(tabs);
  }

  #watch(tabs: Element): void {
    const all = [...tabs.children];
    const chosen = all.find((tab) => tab.ariaSelected === 'true');
    const of = `${all.map(({ id }) => id).join(' ')} ${chosen?.id ?? ''}`;
    const before = this.#watched.get(tabs);
    if (before?.of === of) return;
    before?.observer.disconnect();
    if (chosen instanceof HTMLElement) bringIntoView(chosen, tabs);
    const observer = observerOf(tabs, all);
    this.#watched.set(tabs, { of, observer });
  }
}

/** Only the row itself scrolls: what is around it stays. */
function bringIntoView(tab: HTMLElement, tabs: Element): void {
  const [own, row] = [tab.getBoundingClientRect(), tabs.getBoundingClientRect()];
  if (own.left < row.left) tabs.scrollLeft -= row.left - own.left;
  else if (own.right > row.right) tabs.scrollLeft += own.right - row.right;
}

function observerOf(tabs: Element, all: readonly Element[]): IntersectionObserver {
  const cut = new Set<Element>();
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target, intersectionRatio } of entries)
        if (intersectionRatio < WHOLE) cut.add(target);
        else cut.delete(target);
      const ends = [cut.has(all[0] ?? tabs) && 'start', cut.has(all.at(-1) ?? tabs) && 'end'].filter(Boolean);
      // Between the ends only a row that is narrower than one of its tabs is cut.
      const row = tabs.closest<HTMLElement>('.strip');
      if (cut.size === 0) row?.removeAttribute('data-cut');
      else row?.setAttribute('data-cut', ends.join(' '));
    },
    { root: tabs, threshold: [0, WHOLE, 1] },
  );
  for (const tab of all) observer.observe(tab);
  return observer;
}
