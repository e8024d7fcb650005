/** What the groups of the viewer kit share. */

import type { ViewerPlugin } from '../viewer.ts';
import type { MmView, VmaView } from '../view.ts';
import { vpn } from '../units.ts';
import type { Declare, MarkedOptions } from './kit-property.ts';
import { frames, type KitElement, type KitWindow, type Updating } from './viewer-page.ts';

/** What a person or a printer set. */
export interface KitMedia {
  readonly media?: 'screen' | 'print';
  readonly features?: Readonly<Record<string, string>>;
}

/** How to run the kit. Without a window only what holds on a server is asked. */
export interface ViewerKitOptions extends MarkedOptions {
  /** The window of the page: `window`. */
  readonly window?: KitWindow;
  /** What the viewer is given: `{ view }`, and whatever else it needs to show something. */
  readonly properties?: Readonly<Record<string, unknown>>;
  /** The same with 10^5 items. Where it is missing and there is a view, the kit makes one of as many VMAs. */
  readonly many?: Readonly<Record<string, unknown>>;
  /** The events with which it asks for something: `mm-select`, `mm-seek`. The keyboard must come to one of them. */
  readonly asks?: readonly string[];
  /** What axe finds wrong with an element, a line each. */
  violations?(element: KitElement): Promise<readonly string[]>;
  /** Emulates what is given; nothing brings back what was. */
  readonly emulate?: (media: KitMedia) => Promise<void>;
}

/** What the groups of properties work with. */
export interface ViewerKit {
  readonly it: Declare;
  readonly plugin: ViewerPlugin;
  readonly options: ViewerKitOptions;
}

/** A kit with a page. */
export interface PageKit extends ViewerKit {
  readonly window: KitWindow;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** An element on the page. */
export interface Shown {
  readonly element: KitElement;
  /** What it threw in an update, or told by an `error` event. */
  readonly errors: unknown[];
  /** How often it updated, where it is one that updates later. */
  readonly updates: () => number;
}

/** Makes the element alone on the page, 900 pixels wide, and gives it its properties. */
export async function show({ window, plugin }: PageKit, properties: object): Promise<Shown> {
  if (window.customElements.get(plugin.tag) === undefined) await plugin.define();
  const box = window.document.createElement('main');
  window.document.body.replaceChildren(box);
  const element = window.document.createElement(plugin.tag);
  const errors: unknown[] = [];
  let updates = 0;
  element.addEventListener('error', (event) => errors.push('error' in event ? event.error : event));
  guardUpdates(element, errors, () => updates++);
  give(element, properties, errors);
  box.append(element);
  await frames(window, 8);
  return { element, errors, updates: () => updates };
}

/** Sets properties, as a page does it. */
export function give(element: KitElement, properties: object, errors: unknown[]): void {
  try {
    Object.assign(element, properties);
  } catch (error) {
    errors.push(error);
  }
}

function guardUpdates(element: KitElement & Updating, errors: unknown[], count: () => void): void {
  const perform = element.performUpdate?.bind(element);
  if (perform === undefined) return;
  element.performUpdate = () => {
    count();
    try {
      perform();
    } catch (error) {
      errors.push(error);
    }
  };
}

/** What is asked of a viewer with much to show. */
export const MANY = 100_000;

/** A view with 10^5 VMAs of one page, each with a hole behind it. */
export function withManyVmas(view: MmView): MmView {
  const [like] = view.vmas;
  if (like === undefined) throw new RangeError('the view needs a VMA that others can be made of');
  const first = 0x1_0000;
  const vmas = Array.from({ length: MANY }, (_, at): VmaView => {
    const start = vpn(first + 2 * at);
    return { ...like, id: at + 1, start, end: vpn(start + 1), name: '', kind: 'anon', file: null };
  });
  const shift = BigInt(view.arch.geometry.pageShift);
  const rows = vmas.map(({ start, end, perms }) => ({
    ...{ start: BigInt(start) << shift, end: BigInt(end) << shift, perms, offset: 0n, device: '00:00', inode: 0n },
    name: '',
  }));
  const counters = { ...view.counters, map_count: MANY, total_vm: MANY };
  return { ...view, vmas, counters, tree: null, maps: () => rows };
}
