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
    this.#watched.set(tabs, { of, observer: observerOf(tabs, all, chosen) });
  }
}

/** Only the row itself scrolls: what is around it stays. Its style says how much at its ends is no room for the tab. */
function bringIntoView(tab: Element | undefined, tabs: Element): void {
  if (tab === undefined) return;
  const [own, row] = [tab.getBoundingClientRect(), tabs.getBoundingClientRect()];
  const end = parseFloat(getComputedStyle(tabs).scrollPaddingInlineEnd);
  if (own.left < row.left + end) tabs.scrollLeft -= row.left + end - own.left;
  else if (own.right > row.right - end) tabs.scrollLeft += own.right - row.right + end;
}

/** Tells at once what is cut, and whenever that changes. */
function observerOf(tabs: Element, all: readonly Element[], chosen: Element | undefined): IntersectionObserver {
  const cut = new Set<Element>();
  let wasCut = false;
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target, intersectionRatio } of entries)
        if (intersectionRatio < WHOLE) cut.add(target);
        else cut.delete(target);
      tellCut(tabs.closest('.strip'), cut, all);
      // The button that leads to the rest takes some of the room.
      if (cut.size > 0 && !wasCut) bringIntoView(chosen, tabs);
      wasCut = cut.size > 0;
    },
    { root: tabs, threshold: [0, WHOLE, 1] },
  );
  bringIntoView(chosen, tabs);
  for (const tab of all) observer.observe(tab);
  return observer;
}

/** Between its ends a row is cut where it is narrower than one of its tabs. */
function tellCut(row: Element | null, cut: ReadonlySet<Element>, all: readonly Element[]): void {
  const [first, last] = [all[0], all.at(-1)];
  const ends = [...cut].flatMap((tab) => [...(tab === first ? ['start'] : []), ...(tab === last ? ['end'] : [])]);
  if (cut.size === 0) row?.removeAttribute('data-cut');
  else row?.setAttribute('data-cut', ends.join(' '));
}
