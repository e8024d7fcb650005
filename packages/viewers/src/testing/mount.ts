/** For browser tests: puts an element on the page, collects its events, waits for frames. */

import { SELECT_EVENT, type Selection, type ViewerPlugin } from '@mm-playground/api';
import { SEEK_EVENT, type Position } from '../position.ts';

/** An element on the page with what it asked for. */
export interface Mounted<E extends HTMLElement> {
  readonly element: E;
  readonly root: ShadowRoot;
  readonly selections: (Selection | null)[];
  readonly seeks: Position[];
  /** The focusable element that a selector finds in the shadow root. */
  find<T extends Element = HTMLElement>(selector: string): T;
  key(selector: string, key: string, more?: KeyboardEventInit): Promise<void>;
}

/** Two frames: one to render, one to paint. */
export async function frames(count = 2): Promise<void> {
  for (let i = 0; i < count; i++) await new Promise((resolve) => requestAnimationFrame(resolve));
}

/** Defines, creates and shows an element with these properties, alone on the page, 900 pixels wide. */
export async function mount<E extends HTMLElement>(
  plugin: ViewerPlugin,
  properties: Partial<E>,
  width = 900,
): Promise<Mounted<E>> {
  await plugin.define();
  const box = document.createElement('main');
  box.style.inlineSize = `${width}px`;
  const element = document.createElement(plugin.tag) as E;
  Object.assign(element, properties);
  const selections: (Selection | null)[] = [];
  const seeks: Position[] = [];
  box.addEventListener(SELECT_EVENT, (event) => selections.push(event.detail));
  box.addEventListener(SEEK_EVENT, (event) => seeks.push(event.detail));
  document.body.replaceChildren(box);
  box.append(element);
  await frames(4);
  const root = element.shadowRoot;
  if (root === null) throw new TypeError(`${plugin.tag} has no shadow root`);
  const find = <T extends Element>(selector: string): T => {
    const found = root.querySelector<T>(selector);
    if (found === null) throw new TypeError(`no ${selector} in ${plugin.tag}`);
    return found;
  };
  const key = async (selector: string, name: string, more: KeyboardEventInit = {}): Promise<void> => {
    find(selector).dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true, ...more }));
    await frames();
  };
  return { element, root, selections, seeks, find, key };
}
