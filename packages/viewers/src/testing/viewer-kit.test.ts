/** The viewer kit must be able to fail: viewers with one mistake each, next to one without. */

import type { MmView, ViewerPlugin } from '@mm-playground/api';
import { casesOf, viewerProperties } from '@mm-playground/api/testing';
import { describe, expect, it } from 'vitest';
import { violations } from './axe.ts';
import { pythonView } from './python.ts';

/** The bare minimum: an element with the property `view`, here of no library. It lists the first mappings, and selects by keys. */
class Plain extends HTMLElement {
  protected readonly list = document.createElement('ul');
  #view: MmView | null = null;

  constructor() {
    super();
    const root = this.attachShadow({ mode: 'open' });
    root.append(this.list);
    this.list.tabIndex = 0;
    this.list.ariaLabel = 'Mappings';
    this.list.addEventListener('keydown', ({ key }) => this.pressed(key));
  }

  get view(): MmView | null {
    return this.#view;
  }
  set view(view: MmView | null) {
    if (view === this.#view) return;
    this.#view = view;
    this.draw(view);
  }

  protected draw(view: MmView | null): void {
    const items = (view?.vmas.slice(0, 10) ?? []).map(({ perms, name }) => {
      const item = document.createElement('li');
      item.textContent = `${perms} ${name}`;
      return item;
    });
    this.list.replaceChildren(...items);
  }

  protected pressed(key: string): void {
    if (key === 'Enter')
      this.dispatchEvent(new CustomEvent('mm-select', { detail: null, bubbles: true, composed: true }));
  }
}

const MISTAKES: Readonly<Record<string, readonly [property: string, new () => HTMLElement]>> = {
  'it draws again what it shows already': [
    'does nothing when it is given the same again',
    class extends Plain {
      override get view(): MmView | null {
        return super.view;
      }
      override set view(view: MmView | null) {
        super.view = view;
        this.draw(view);
      }
    },
  ],
  'it is for pointers alone': [
    'asks for something by keyboard alone: mm-select',
    class extends Plain {
      protected override pressed(): void {
        // Nothing.
      }
    },
  ],
  'it keeps to itself what it cannot read': [
    'tells of a view that cannot be read: it throws in the setter or in its update, or fires an error event',
    class extends Plain {
      protected override draw(view: MmView | null): void {
        try {
          super.draw(view);
        } catch {
          this.list.textContent = '?';
        }
      }
    },
  ],
  'it has inline styles': [
    'has no inline style: a strict Content-Security-Policy forbids it',
    class extends Plain {
      protected override draw(view: MmView | null): void {
        super.draw(view);
        this.list.style.order = '1';
      }
    },
  ],
  'it has an element for each mapping': [
    'survives 100000 items, with no more than 5000 elements',
    class extends Plain {
      protected override draw(view: MmView | null): void {
        this.list.replaceChildren(...(view?.vmas ?? []).map(() => document.createElement('li')));
      }
    },
  ],
  'its list has no items that are any': [
    'has nothing that axe objects to',
    class extends Plain {
      protected override draw(view: MmView | null): void {
        super.draw(view);
        this.list.append(document.createElement('p'));
      }
    },
  ],
};

/** Titles of the properties that an element breaks. */
async function broken(id: string, Element: new () => HTMLElement): Promise<string[]> {
  const tag = `toy-${id}`;
  const plugin: ViewerPlugin = {
    ...{ id, title: 'A toy', tag },
    define: async () => {
      if (customElements.get(tag) === undefined) customElements.define(tag, Element);
    },
  };
  const options = { window, properties: { view: pythonView() }, asks: ['mm-select'], violations };
  const found: string[] = [];
  for (const { title, run } of casesOf(viewerProperties(plugin, options)))
    await run().catch(() => void found.push(title));
  return found;
}

describe('the viewer kit', () => {
  it('finds nothing in an element of no library', async () => {
    expect(await broken('plain', Plain)).toEqual([]);
  });

  it.each(Object.entries(MISTAKES))('finds that %s', async (mistake, [property, Element]) => {
    expect(await broken(mistake.replaceAll(' ', '-'), Element)).toEqual([property]);
  });
});
