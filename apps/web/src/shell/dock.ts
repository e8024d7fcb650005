/*
 * Draws a divided window: rows of tabs, panes, and the lines between them. Everything is a flat list of elements that a style
 * sheet puts in place, so that a pane which moves stays the same element and a viewer keeps its zoom. Lines move by pointer and by
 * arrow keys, tabs are dragged by pointer; what that does to the layout is asked for as an action.
 */
import { html, nothing, type LitElement, type ReactiveController, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { ICONS } from '../icons.ts';
import type { LayoutAction } from '../layout/layout.ts';
import type { PaneId } from '../layout/parts.ts';
import {
  dropTarget,
  type DropTarget,
  type PlacedStack,
  type Places,
  type Rect,
  type Separator,
} from '../layout/places.ts';
import { ask } from './ask.ts';
import { followDrag } from './follow-drag.ts';
import { TabStrips } from './tab-strips.ts';

/** What the dock asks for each pane. */
export interface Docked {
  readonly title: (pane: PaneId) => string;
  /** What it draws; `isShown` where somebody can see it. */
  readonly content: (pane: PaneId, isShown: boolean) => unknown;
  /** Panes of other pages, which stay alive behind this one. */
  readonly elsewhere: readonly PaneId[];
  /** Whether the first stack goes without tabs where it is one pane, because the page that it is on says what it is. */
  readonly isPlain: boolean;
  readonly maximised: PaneId | null;
}

/** How far an arrow key moves a line, as a share of the room on both its sides. */
const STEP = 0.02;
const FAR_STEP = 0.1;

export class Dock implements ReactiveController {
  readonly #host: LitElement;
  readonly #do: (action: LayoutAction) => void;
  #sheet: CSSStyleSheet | undefined;
  #rules = '';
  #places: Places = { stacks: [], separators: [] };
  #target: DropTarget | null = null;

  constructor(host: LitElement, act: (action: LayoutAction) => void) {
    this.#host = host;
    this.#do = act;
    host.addController(this);
    new TabStrips(host);
  }

  hostConnected(): void {
    const root = this.#host.renderRoot;
    if (this.#sheet !== undefined || !(root instanceof ShadowRoot)) return;
    this.#sheet = new CSSStyleSheet();
    root.adoptedStyleSheets.push(this.#sheet);
  }

  hostUpdated(): void {
    this.hostConnected();
    const { stacks, separators } = this.#places;
    const rules = [
      ...stacks.map(({ rect }, at) => ruleOf(`.stack-${at}`, rect)),
      ...separators.map((line, at) => ruleOf(`.line-${at}`, lineRect(line))),
      ...(this.#target === null ? [] : [ruleOf('.landing', this.#target.rect)]),
    ].join('');
    if (rules === this.#rules) return;
    this.#rules = rules;
    this.#sheet?.replaceSync(rules);
  }

  render(places: Places, docked: Docked): TemplateResult {
    this.#places = places;
    const entries = [
      ...places.stacks.flatMap((stack, at) => this.#stack(stack, at, docked)),
      ...docked.elsewhere.map((pane) => ({ key: `pane-${pane}`, drawn: hiddenPanel(pane, docked) })),
      ...places.separators.map((line, at) => ({ key: `line-${at}`, drawn: this.#line(line, at, docked) })),
    ];
    return html`<div class="dock" @focusin=${this.#entered}>
      ${repeat(
        entries,
        ({ key }) => key,
        ({ drawn }) => drawn,
      )}
      ${this.#target === null ? nothing : html`<div class="landing placed" aria-hidden="true"></div>`}
    </div>`;
  }

  #stack(stack: PlacedStack, at: number, docked: Docked): { key: string; drawn: TemplateResult }[] {
    const isPlain = docked.isPlain && at === 0 && stack.panes.length === 1;
    const panels = stack.panes.map((pane) => ({
      key: `pane-${pane}`,
      drawn: panel(pane, stack, at, isPlain, docked),
    }));
    return isPlain ? panels : [{ key: `tabs-${at}`, drawn: this.#tabs(stack, at, docked) }, ...panels];
  }

  #tabs({ panes, chosen }: PlacedStack, at: number, { title, maximised }: Docked): TemplateResult {
    const isMaximised = maximised === chosen;
    return html`<div class="strip placed stack-${at}">
      <div
        class="tabs"
        role="tablist"
        aria-label="Panes with ${title(chosen)}"
        @keydown=${(event: KeyboardEvent) => this.#turn(event, panes, chosen)}
      >
        ${panes.map(
          (pane) =>
            html`<button
              role="tab"
              id="tab-${pane}"
              aria-controls="panel-${pane}"
              aria-selected=${pane === chosen}
              tabindex=${pane === chosen ? 0 : -1}
              @click=${() => this.#do({ type: 'show', pane })}
              @dblclick=${() => this.#do({ type: 'maximise', pane: isMaximised ? null : pane })}
              @pointerdown=${(event: PointerEvent) => this.#drag(event, pane)}
            >
              ${title(pane)}
            </button>`,
        )}
      </div>
      <button
        class="control square small beside"
        aria-label="All panes with ${title(chosen)}"
        title="All panes in this place"
        @click=${() => this.#choose('layout.beside', chosen)}
      >
        ${ICONS.below}
      </button>
      <button
        class="control square small"
        aria-label="${isMaximised ? 'Give back the room of' : 'Give all the room to'} ${title(chosen)}"
        title="${isMaximised ? 'Give back the room' : 'All the room'} (Z)"
        @click=${() => this.#do({ type: 'maximise', pane: isMaximised ? null : chosen })}
      >
        ${isMaximised ? ICONS.smaller : ICONS.larger}
      </button>
      <button
        class="control square small"
        aria-label="Arrange ${title(chosen)}"
        title="Move, hide and show panes (W)"
        @click=${() => this.#choose('layout.move', chosen)}
      >
        ${ICONS.more}
      </button>
    </div>`;
  }

  /** The palette asks what is to be done with it, or where to go from it. */
  #choose(command: string, pane: PaneId): void {
    this.#do({ type: 'enter', pane });
    ask(this.#host, { type: 'choose', command });
  }

  #turn(event: KeyboardEvent, panes: readonly PaneId[], chosen: PaneId): void {
    const at = panes.indexOf(chosen);
    const moves: Readonly<Record<string, number>> = {
      ArrowLeft: (at - 1 + panes.length) % panes.length,
      ArrowRight: (at + 1) % panes.length,
      Home: 0,
      End: panes.length - 1,
    };
    const pane = panes[moves[event.key] ?? -1];
    if (pane === undefined) return;
    event.preventDefault();
    this.#do({ type: 'show', pane });
    this.#host.renderRoot.querySelector<HTMLElement>(`#tab-${pane}`)?.focus();
  }

  #line(line: Separator, at: number, { title }: Docked): TemplateResult {
    const { orientation, value, least, most, names } = line;
    return html`<div
      class="line ${orientation} placed line-${at}"
      role="separator"
      tabindex="0"
      aria-orientation=${orientation}
      aria-valuenow=${percent(value)}
      aria-valuemin=${percent(least)}
      aria-valuemax=${percent(most)}
      aria-label="Between ${title(names[0])} and ${title(names[1])}"
      @keydown=${(event: KeyboardEvent) => this.#nudge(event, line)}
      @pointerdown=${(event: PointerEvent) => this.#pull(event, line, at)}
    ></div>`;
  }

  #nudge(event: KeyboardEvent, line: Separator): void {
    const step = event.shiftKey ? FAR_STEP : STEP;
    const [back, on] = line.orientation === 'vertical' ? ['ArrowLeft', 'ArrowRight'] : ['ArrowUp', 'ArrowDown'];
    const to = new Map([
      [back, line.value - step],
      [on, line.value + step],
      ['Home', line.least],
      ['End', line.most],
    ]).get(event.key);
    if (to === undefined) return;
    event.preventDefault();
    this.#moveTo(line, to);
  }

  #moveTo({ path, between, value, room }: Separator, to: number): void {
    this.#do({ type: 'resize', path, between, by: (to - value) * room });
  }

  #pull(event: PointerEvent, from: Separator, at: number): void {
    const box = this.#box();
    if (event.button !== 0 || box === null) return;
    event.preventDefault();
    const isVertical = from.orientation === 'vertical';
    const size = isVertical ? box.width * from.rect.width : box.height * from.rect.height;
    const start = isVertical ? event.clientX : event.clientY;
    followDrag(event, {
      moved: ({ clientX, clientY }) => {
        const now = this.#places.separators[at];
        if (now !== undefined) this.#moveTo(now, from.value + ((isVertical ? clientX : clientY) - start) / size);
      },
    });
  }

  /** A finger scrolls the tabs; whoever has no mouse moves panes by their menu. */
  #drag(event: PointerEvent, pane: PaneId): void {
    const box = this.#box();
    if (event.button !== 0 || event.pointerType === 'touch' || box === null) return;
    const strip = (event.currentTarget as HTMLElement).getBoundingClientRect().height / box.height;
    const land = (target: DropTarget | null): void => {
      this.#target = target;
      this.#host.requestUpdate();
    };
    followDrag(event, {
      moved: ({ clientX, clientY }) =>
        land(dropTarget(this.#places, (clientX - box.left) / box.width, (clientY - box.top) / box.height, strip)),
      ended: (isDropped) => {
        const target = this.#target;
        land(null);
        if (isDropped && target !== null) this.#do({ type: 'move', pane, beside: target.beside, side: target.side });
      },
    });
  }

  #box(): DOMRect | null {
    return this.#host.renderRoot.querySelector('.dock')?.getBoundingClientRect() ?? null;
  }

  readonly #entered = (event: FocusEvent): void => {
    const inside = event.target instanceof Element ? event.target.closest('[data-pane]') : null;
    if (inside instanceof HTMLElement && inside.dataset['pane'] !== undefined)
      this.#do({ type: 'enter', pane: inside.dataset['pane'] });
  };
}

function panel(pane: PaneId, { chosen }: PlacedStack, at: number, isPlain: boolean, docked: Docked): TemplateResult {
  const isShown = pane === chosen;
  return html`<div
    class="panel placed stack-${at} ${isPlain ? 'plain' : ''}"
    role=${isPlain ? 'region' : 'tabpanel'}
    id="panel-${pane}"
    data-pane=${pane}
    aria-label=${docked.title(pane)}
    ?hidden=${!isShown}
  >
    ${docked.content(pane, isShown)}
  </div>`;
}

const hiddenPanel = (pane: PaneId, docked: Docked): TemplateResult =>
  html`<div class="panel placed" id="panel-${pane}" data-pane=${pane} hidden>${docked.content(pane, false)}</div>`;

const percent = (share: number): string => String(Math.round(share * 100));

const ruleOf = (selector: string, { left, top, width, height }: Rect): string =>
  `${selector}{--_left:${left * 100}%;--_top:${top * 100}%;--_width:${width * 100}%;--_height:${height * 100}%}`;

/** Where the line itself is. */
function lineRect({ orientation, rect, value }: Separator): Rect {
  return orientation === 'vertical'
    ? { ...rect, left: rect.left + rect.width * value, width: 0 }
    : { ...rect, top: rect.top + rect.height * value, height: 0 };
}
