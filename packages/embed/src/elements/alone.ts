/**
 * Viewers that stand alone in a page of text: `<mm-pte arch="x86-64" value="0x80000000054f5067">`, `<mm-maple-tree script="...">`. Viewers
 * take objects; here the words of their attributes become those. Their code is fetched when one of them is near the window.
 */

import { SELECT_EVENT, type Selection } from '@mm-playground/api';
import { pte, SEEK_EVENT, type Position } from '@mm-playground/viewers';
import { Scene } from '../player/scene.ts';
import { dedented, fetchScript } from '../playground/source.ts';
import { complain } from './complain.ts';
import { showEntry } from './pte.ts';
import { momentOf } from './moment.ts';
import { whenNear } from './near-controller.ts';
import { VIEWS, type View } from './views.ts';

const TAGS: ReadonlyMap<string, View> = new Map([...VIEWS.values()].map((view) => [view.plugin.tag, view]));
const SELECTOR = [...TAGS.keys(), pte.tag].join(',');

/** Elements that somebody looks after. */
const alive = new WeakSet<Element>();

/**
 * Brings the viewers in a document, a shadow root or an element alive, once they are near the window. Those in a `<mm-playground>` are told
 * by it.
 */
export function bringAlive(root: ParentNode): void {
  for (const element of root.querySelectorAll<HTMLElement>(SELECTOR)) {
    if (alive.has(element) || element.closest('mm-playground') !== null) continue;
    alive.add(element);
    whenNear(element, () => void begin(element));
  }
}

/** Does so now, and for whatever is added to the document. */
export function watchPage(page: Document): void {
  bringAlive(page);
  new MutationObserver(() => bringAlive(page)).observe(page, { childList: true, subtree: true });
}

async function begin(element: HTMLElement): Promise<void> {
  try {
    const view = TAGS.get(element.localName);
    if (view === undefined) await showEntry(element);
    else if (element.hasAttribute('script') || element.hasAttribute('src')) await showMoment(element, view);
    // Who tells it by properties wants its code, and no more.
    else await view.plugin.define();
  } catch (error) {
    complain(element, error);
  }
}

/** A moment of a script, which goes where its own gestures ask for. */
async function showMoment(element: HTMLElement, view: View): Promise<void> {
  const word = (name: string): string => element.getAttribute(name) ?? '';
  const src = element.getAttribute('src');
  const text = src === null ? dedented(word('script')) : await fetchScript(src, new AbortController().signal);
  const [moment] = await Promise.all([
    momentOf(
      {
        ...{ text, kernel: word('kernel'), arch: word('arch'), index: word('index') },
        memoryViews: view.looksAtMemory === true,
      },
      word('step'),
    ),
    view.plugin.define(),
  ]);
  const { played } = moment;
  const scene = new Scene();
  let { position } = moment;
  let selection: Selection | null = null;
  const tell = (): void => {
    Object.assign(element, view.given({ played, position, selection, scene: scene.at({ played, position }) }));
  };
  element.addEventListener(SEEK_EVENT, (event: CustomEvent<Position>) => {
    position = event.detail;
    tell();
  });
  element.addEventListener(SELECT_EVENT, (event: CustomEvent<Selection | null>) => {
    selection = event.detail;
    tell();
  });
  tell();
}
