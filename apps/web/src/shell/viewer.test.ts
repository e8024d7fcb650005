import type { ViewerPlugin } from '@mm-playground/api';
import { html, LitElement } from 'lit';
import { afterEach, expect, it } from 'vitest';
import type { Action } from '../state.ts';
import { ACTION_EVENT } from './ask.ts';
import { MmAppViewer } from './viewer.ts';

customElements.define('mm-app-viewer', MmAppViewer);

/** Throws wherever it is told to. */
class Breakable extends LitElement {
  static override properties = { view: { attribute: false } };
  declare view: string;
  set early(value: string) {
    if (value === 'breaks') throw new RangeError('as it was told');
  }
  protected override render(): unknown {
    if (this.view === 'breaks') throw new TypeError('while it drew');
    return html`<p>${this.view}</p>`;
  }
}

const plugin = (tag: string, define: () => Promise<void>): ViewerPlugin => ({
  id: tag.slice(3),
  title: 'A viewer',
  tag,
  define,
});

const breakable = plugin('mm-breakable', async () => {
  if (customElements.get('mm-breakable') === undefined) customElements.define('mm-breakable', Breakable);
});

/** Shows a viewer; `told` collects what the shell hears. */
async function shown(
  viewer: ViewerPlugin,
  given: Record<string, unknown>,
): Promise<{ wall: MmAppViewer; told: Action[] }> {
  const wall = new MmAppViewer();
  const told: Action[] = [];
  wall.addEventListener(ACTION_EVENT, (event) => told.push((event as CustomEvent<Action>).detail));
  wall.plugin = viewer;
  wall.given = given;
  document.body.replaceChildren(wall);
  await settled(wall);
  return { wall, told };
}

/** Fetching, making and drawing take a turn each. */
async function settled(wall: MmAppViewer): Promise<void> {
  for (let turn = 0; turn < 4; turn++) {
    await new Promise(requestAnimationFrame);
    await wall.updateComplete;
  }
}

const drawn = (wall: MmAppViewer): string | undefined =>
  wall.querySelector('mm-breakable')?.shadowRoot?.textContent?.trim();
const said = (wall: MmAppViewer): string =>
  wall.querySelector('[role=alert]')?.textContent?.replace(/\s+/g, ' ').trim() ?? '';

afterEach(() => document.body.replaceChildren());

it('fetches a viewer when it is first shown, and tells it only what changed', async () => {
  const { wall, told } = await shown(breakable, { view: 'one' });
  expect(drawn(wall)).toBe('one');
  const element = wall.querySelector('mm-breakable');
  wall.given = { view: 'two' };
  await settled(wall);
  expect(drawn(wall)).toBe('two');
  expect(wall.querySelector('mm-breakable')).toBe(element);
  expect(told).toEqual([]);
});

it('cuts off one that throws while it draws, names it, and shows it again when it is asked to', async () => {
  const { wall, told } = await shown(breakable, { view: 'fine' });
  wall.given = { view: 'breaks' };
  await settled(wall);
  expect(wall.querySelector('mm-breakable')).toBeNull();
  expect(said(wall)).toContain('A viewer was cut off');
  expect(said(wall)).toContain('TypeError: while it drew');
  wall.given = { view: 'fine again' };
  wall.querySelector('button')?.click();
  await settled(wall);
  expect(drawn(wall)).toBe('fine again');
  expect(told).toEqual([
    { type: 'viewer', viewer: 'breakable', failure: 'TypeError: while it drew' },
    { type: 'viewer', viewer: 'breakable', failure: null },
  ]);
});

it('cuts off one that throws where it is told something', async () => {
  const { wall } = await shown(breakable, { view: 'fine', early: 'breaks' });
  expect(said(wall)).toContain('RangeError: as it was told');
});

it('cuts off one that tells of an error by itself', async () => {
  const { wall } = await shown(breakable, { view: 'fine' });
  const error = new Error('in a frame');
  wall.querySelector('mm-breakable')?.dispatchEvent(new ErrorEvent('error', { error, message: error.message }));
  await settled(wall);
  expect(said(wall)).toContain('Error: in a frame');
});

it('cuts off one that cannot be fetched, or made', async () => {
  const lost = plugin('mm-lost', async () => Promise.reject(new TypeError('no such file')));
  expect(said((await shown(lost, {})).wall)).toContain('TypeError: no such file');
  const unmade = plugin('mm-unmade', async () =>
    customElements.define(
      'mm-unmade',
      class extends HTMLElement {
        constructor() {
          super();
          throw new Error('not today');
        }
      },
    ),
  );
  expect(said((await shown(unmade, {})).wall)).toContain('Error: not today');
});
