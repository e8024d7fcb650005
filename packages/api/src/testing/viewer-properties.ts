/** Properties of a viewer: on a server, as an element, by keyboard, by what is seen, and by what it does not do. */

import { expect } from 'vitest';
import type { MmView } from '../view.ts';
import { matrixProperties } from './kit-support.ts';
import {
  give,
  MANY,
  type KitMedia,
  show,
  withManyVmas,
  type PageKit,
  type Shown,
  type ViewerKit,
} from './viewer-kit.ts';
import { everyElement, firstDifference, frames, REACHED, textOf, type KitElement } from './viewer-page.ts';

/** Elements that a viewer of {@link MANY} items may have: it draws, or shows a window of them. */
const MOST_ELEMENTS = 5_000;
const KEYS = ['ArrowDown', 'ArrowRight', 'Home', 'ArrowDown', 'ArrowRight', 'End', 'Enter', ' ', 'PageDown'];

/** Declares what holds wherever a viewer is imported. */
export function serverProperties({ it, plugin, options: { window } }: ViewerKit): void {
  const { support } = plugin;

  it('has an id, a title, and the name of a custom element', () => {
    expect(plugin.id).toMatch(/^[a-z0-9-]+$/);
    expect(plugin.title.trim()).not.toBe('');
    expect(plugin.tag).toMatch(/^[a-z][a-z0-9._]*-[a-z0-9._-]*$/);
  });

  if (support !== undefined) matrixProperties(it, () => support);
  if (window === undefined) {
    it('promises its element without a page, too, and throws nothing at once', async () => {
      const promise = plugin.define();
      expect(promise).toBeInstanceOf(Promise);
      await promise.catch(() => undefined);
    });
    return;
  }

  // Another viewer may define it later, which contains it.
  const early = window.customElements.get(plugin.tag);
  it('defines nothing when it is imported', () => {
    expect(early).toBeUndefined();
  });
}

/** Declares what holds of its element. */
export function elementProperties(kit: PageKit): void {
  const { it, plugin, window, properties } = kit;

  it('defines its element', async () => {
    await show(kit, {});
    expect(window.customElements.get(plugin.tag)).toBeTypeOf('function');
  });

  it('shows no error before it is given anything', async () => {
    expect((await show(kit, {})).errors).toEqual([]);
  });

  it('shows what it is given, without an error, and takes room', async () => {
    const { element, errors } = await show(kit, properties);
    expect(errors).toEqual([]);
    expect(element.getBoundingClientRect().height).toBeGreaterThan(0);
  });

  it('shows the same when it is given its properties after it came onto the page', async () => {
    const text = textOf((await show(kit, properties)).element);
    const late = await show(kit, {});
    give(late.element, properties, late.errors);
    await frames(window, 8);
    expect([firstDifference(text, textOf(late.element)), late.errors]).toEqual([null, []]);
  });

  it('shows the same when it is taken from the page and put back', async () => {
    const { element, errors } = await show(kit, properties);
    const text = textOf(element);
    element.remove();
    await frames(window);
    window.document.body.append(element);
    await frames(window, 8);
    expect([firstDifference(text, textOf(element)), errors]).toEqual([null, []]);
  });

  if ('view' in properties)
    it('tells of a view that cannot be read: it throws in the setter or in its update, or fires an error event', async () => {
      const { element, errors } = await show(kit, properties);
      give(element, { view: unreadable() }, errors);
      await frames(window, 10);
      expect(errors.map(String)).toContain('Error: this view cannot be read');
    });
}

/** A view of which nothing can be read. */
function unreadable(): unknown {
  const refuse = (): never => {
    throw new Error('this view cannot be read');
  };
  return new Proxy({}, { get: refuse, has: refuse, ownKeys: refuse });
}

/** Declares what the keyboard can do. */
export function keyboardProperties(kit: PageKit): void {
  const { it, properties, window } = kit;
  const asks = kit.options.asks ?? [];

  it('lets the keyboard reach everything that has a role to be used', async () => {
    const { element } = await show(kit, properties);
    const USED =
      '[role=button], [role=option], [role=treeitem], [role=slider], [role=tab], [role=listbox], [role=tree]';
    const unreached = everyElement(element).filter((each) => each.matches(USED) && each.closest(REACHED) === null);
    expect(unreached.map((each) => each.getAttribute('role'))).toEqual([]);
  });

  if (asks.length > 0)
    it(`asks for something by keyboard alone: ${asks.join(', ')}`, async () => {
      const { element } = await show(kit, properties);
      const heard = new Set<string>();
      for (const type of asks) element.addEventListener(type, () => heard.add(type));
      // Keys first, for a click may show something else.
      for (const use of [press, click])
        for (const each of everyElement(element).filter((one) => one.matches(REACHED))) {
          use(each, window);
          await frames(window, 1);
          if (heard.size > 0) return;
        }
      expect([...heard]).not.toEqual([]);
    });
}

function press(element: KitElement, { KeyboardEvent }: PageKit['window']): void {
  for (const key of KEYS)
    for (const type of ['keydown', 'keyup'])
      element.dispatchEvent(new KeyboardEvent(type, { key, bubbles: true, composed: true, cancelable: true }));
}

/** What browsers make of Enter, but not of one that a script sends. */
function click(element: KitElement): void {
  if (element.matches('button, a[href], summary')) element.click?.();
}

/** Declares what is seen and read, in every way that a person may have set. */
export function seenProperties(kit: PageKit): void {
  const { it, properties, options, window } = kit;
  const { emulate } = options;

  it('has no inline style: a strict Content-Security-Policy forbids it', async () => {
    const { element } = await show(kit, properties);
    expect(everyElement(element).filter((each) => each.matches('[style]')).length).toBe(0);
  });

  it('can be read: it has text, or names for what it draws', async () => {
    expect(textOf((await show(kit, properties)).element)).not.toBe('');
  });

  if (options.violations !== undefined)
    it('has nothing that axe objects to', async () => {
      expect(await options.violations?.((await show(kit, properties)).element)).toEqual([]);
    });

  if (emulate === undefined) return;
  const shownWith = async (media: KitMedia): Promise<string> => {
    await emulate(media);
    try {
      const { element, errors } = await show(kit, properties);
      await frames(window);
      expect(errors).toEqual([]);
      expect(element.getBoundingClientRect().height).toBeGreaterThan(0);
      return textOf(element);
    } finally {
      await emulate({});
    }
  };

  for (const [way, features] of Object.entries(SETTINGS))
    it(`shows the same text ${way}, and takes room`, async () => {
      const text = textOf((await show(kit, properties)).element);
      expect(firstDifference(text, await shownWith({ features }))).toBeNull();
    });

  it('shows no less on paper, where nobody can scroll', async () => {
    const text = textOf((await show(kit, properties)).element);
    expect((await shownWith({ media: 'print' })).length).toBeGreaterThanOrEqual(text.length);
  });
}

const SETTINGS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'on dark': { 'prefers-color-scheme': 'dark' },
  'in forced colours': { 'forced-colors': 'active' },
  'with less motion': { 'prefers-reduced-motion': 'reduce' },
};

const ANY_CHANGE = { subtree: true, childList: true, attributes: true, characterData: true };

/** Declares what it does not do. */
export function stillProperties(kit: PageKit): void {
  const { it, properties, window } = kit;

  const workDuring = async (what: (shown: Shown) => void): Promise<{ mutations: number; updates: number }> => {
    const shown = await show(kit, properties);
    const before = shown.updates();
    let mutations = 0;
    const observer = new window.MutationObserver((records) => (mutations += records.length));
    for (const { shadowRoot } of [shown.element, ...everyElement(shown.element)])
      if (shadowRoot !== null) observer.observe(shadowRoot, ANY_CHANGE);
    observer.observe(shown.element, { ...ANY_CHANGE, attributes: false });
    what(shown);
    await frames(window, 6);
    observer.disconnect();
    return { mutations, updates: shown.updates() - before };
  };

  it('does nothing while nothing happens', async () => {
    expect(await workDuring(() => {})).toEqual({ mutations: 0, updates: 0 });
  });

  it('does nothing when it is given the same again', async () => {
    expect(await workDuring(({ element, errors }) => give(element, properties, errors))).toEqual({
      ...{ mutations: 0, updates: 0 },
    });
  });
}

/** Declares what it does with much to show. */
export function sizeProperties(kit: PageKit): void {
  const { it, properties, options, window } = kit;
  const { view } = properties as { readonly view?: MmView };
  const many = options.many ?? (view === undefined ? undefined : { ...properties, view: withManyVmas(view) });
  if (many === undefined) return;

  it(`survives ${MANY} items, with no more than ${MOST_ELEMENTS} elements`, async () => {
    const { element, errors } = await show(kit, many);
    await frames(window, 8);
    expect(errors).toEqual([]);
    expect(everyElement(element).length).toBeLessThan(MOST_ELEMENTS);
  });
}
