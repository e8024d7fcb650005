/**
 * The tree under the VMAs as it is. The canvas is drawn by a pure function; this class keeps the layout, the window on it, the
 * cursor and what is folded, and keeps a list beside the canvas that says the same.
 */

import {
  vpn,
  type MmView,
  type PageShift,
  type Selection,
  type TreeView,
  type VmaKind,
  type VmaView,
} from '@mm-playground/api';
import { html, nothing, type CSSResultGroup, type PropertyValues, type TemplateResult } from 'lit';
import type { GestureTarget } from '../element/gestures.ts';
import { kindPatterns } from '../address-map/patterns.ts';
import type { Paint } from '../address-map/picture.ts';
import type { Area } from '../element/resize-controller.ts';
import { footStyles } from '../element/foot.styles.ts';
import { StageController } from '../element/stage-controller.ts';
import { stageStyles } from '../element/stage.styles.ts';
import { ThemeController } from '../element/theme-controller.ts';
import { tips } from '../element/tip.styles.ts';
import { MmElement } from '../element/viewer-element.ts';
import { ZoomController } from '../element/zoom-controller.ts';
import { pageOfText } from '../format/address.ts';
import { KINDS } from '../kinds.ts';
import { probeStyles, tokens } from '../tokens.styles.ts';
import { drawTree } from './maple-tree.draw.ts';
import { styles } from './maple-tree.styles.ts';
import { footTemplate, storeTemplate, treeTemplate } from './maple-tree.templates.ts';
import { slotAt, type Placing } from './slot-boxes.ts';
import { bandsOf } from './tree-bands.ts';
import { treeKey, type TreeKey } from './tree-keys.ts';
import {
  firstOf,
  lastOf,
  MAX_LEAF_PX,
  placedOf,
  slotHolding,
  treeLayout,
  wayTo,
  type PlacedNode,
  type SlotPlace,
  type TreeLayout,
} from './tree-layout.ts';
import { along, besides, lastPlace } from './tree-moves.ts';
import type { Drawn, TreePicture } from './tree-picture.ts';
import { UnitScale } from '../element/unit-scale.ts';
import { slotSentence, slotTip } from './tree-words.ts';

const PAGE_SHIFT = 12 as PageShift;
/** Of the picture on a server. */
const SERVER_PX = 360;
const NO_NUMBERS: ReadonlySet<number> = new Set();

/**
 * Draws the maple tree of an address space: every node with its slots, pivots and gaps, the links between them, how full they
 * are, what the last store made of them and why, and the nodes that were replaced and wait for their readers. Leaves stand side by
 * side as lists; from far away they are bars, and farther away a profile of how full they are.
 *
 * Keys, while it has the focus: left and right go from slot to slot, up and down from level to level, Shift with left and right
 * scrolls, PageUp and PageDown go by a whole leaf, + and − zoom, Enter fits the node, Space folds it, 0 shows everything, Home and
 * End go to the ends, / goes to the search, Escape selects nothing. The wheel zooms while the tree has the focus, and always with
 * Ctrl; a double click folds.
 *
 * @event mm-select - a gesture selected a slot; detail is a Selection (a VMA, or a range of pages), or null
 * @csspart stage - the drawing area
 * @csspart store - what the last store did
 * @csspart summary - the tree in numbers
 * @csspart tooltip - what is under the pointer
 */
export class MmMapleTree extends MmElement {
  static override properties = {
    view: { attribute: false },
    tree: { attribute: false },
    selection: { attribute: false },
  };
  static override styles: CSSResultGroup = [tokens, probeStyles, tips, stageStyles, footStyles, styles];
  /** The address space whose tree is drawn. */
  declare view: MmView | null;
  /** A tree of its own, drawn instead of the view's. */
  declare tree: TreeView | null;
  /** What is selected, here or in another viewer. */
  declare selection: Selection | null;

  readonly #theme = new ThemeController(this);
  readonly #zoom = new ZoomController<UnitScale>(
    this,
    () => this.#theme.theme?.reducedMotion !== false,
    () => (this.#hover = null),
  );
  #layout: TreeLayout | null = null;
  #folded: ReadonlySet<number> = NO_NUMBERS;
  #vmas: ReadonlyMap<number, VmaView> = new Map();
  #cursor: SlotPlace | null = null;
  #hover: { readonly place: SlotPlace; readonly x: number; readonly y: number } | null = null;
  #badSearch = false;
  #patterns: { readonly key: string; readonly map: ReadonlyMap<VmaKind, Paint | null> } = {
    key: '',
    map: new Map(),
  };

  constructor() {
    super();
    this.view = null;
    this.tree = null;
    this.selection = null;
  }

  /** Shows everything. */
  showAll(): void {
    this.#zoom.fly((goal) => goal.home());
  }

  /** Goes to the slot that holds a page, selects it and brings it into view. Returns whether there is one. */
  showPage(page: number): boolean {
    const place = this.#layout === null ? null : slotHolding(this.#layout, page, page);
    if (place === null) return false;
    this.#choose(place);
    return true;
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('view') || changed.has('tree')) this.#adoptTree();
    this.#adoptArea();
    if (changed.has('selection') || changed.has('view') || changed.has('tree')) this.#adoptSelection(changed);
  }

  protected override render(): TemplateResult {
    const layout = this.#layout;
    if (layout === null || layout.tree.root === null)
      return html`<p class="empty">${emptyText(layout)}</p>
        ${this.#theme.probes()} ${this.liveRegion()}`;
    const shift = this.#shift;
    const cursor = this.#cursor;
    return html`
      ${storeTemplate(layout.tree, shift)}
      <div
        class="stage"
        part="stage"
        tabindex="0"
        role="tree"
        aria-label="Maple tree"
        aria-activedescendant=${cursor === null ? nothing : `slot-${cursor.level}-${cursor.slot}`}
        @keydown=${this.#onKey}
      >
        ${this.#stage.canvas()} ${treeTemplate({ layout, cursor, vmas: this.#vmas, shift })} ${this.#tip(layout)}
      </div>
      ${footTemplate(layout, this.#badSearch, {
        search: this.#onSearch,
        ...this.#zoom.buttons(this.#middle),
      })}
      ${this.#theme.probes()} ${this.liveRegion()}
    `;
  }

  #tip(layout: TreeLayout): TemplateResult | typeof nothing {
    const hover = this.#hover;
    const placed = hover === null ? undefined : placedOf(layout, hover.place);
    const tip =
      hover === null || placed === undefined ? null : slotTip(placed.node, hover.place.slot, this.#vmas, this.#shift);
    return this.#stage.tip.show(hover, tip);
  }

  get #shift(): PageShift {
    return this.view?.arch.geometry.pageShift ?? PAGE_SHIFT;
  }

  #adoptTree(): void {
    const tree = this.tree ?? this.view?.tree ?? null;
    this.#vmas = new Map((this.view?.vmas ?? []).map((vma) => [vma.id, vma]));
    this.#hover = null;
    this.#layout = tree === null ? null : treeLayout(tree, this.#folded);
  }

  #adoptArea(): void {
    const [{ area }, layout, { scale }] = [this.#stage, this.#layout, this.#zoom];
    if (area === null || layout === null) return;
    if (scale === null) this.#zoom.adopt(new UnitScale(layout.units, area.width, MAX_LEAF_PX));
    else if (scale.width !== area.width || scale.units !== Math.max(layout.units, 1))
      this.#zoom.adopt(scale.movedTo(layout.units, area.width));
  }

  /** The cursor stands where the selection is; on the very slot that was chosen here, also if others have the same range. */
  #adoptSelection(changed: PropertyValues): void {
    const [layout, selection] = [this.#layout, this.selection];
    if (layout === null || selection === null) {
      this.#cursor = null;
      return;
    }
    if (this.#cursor !== null && !changed.has('view') && this.#isSelected(this.#cursor)) return;
    this.#cursor = slotHolding(layout, selection.start, selection.end - 1);
    const placed = this.#cursor === null ? undefined : placedOf(layout, this.#cursor);
    if (placed !== undefined && changed.has('selection')) this.#reveal(placed);
  }

  #isSelected(place: SlotPlace): boolean {
    const placed = this.#layout === null ? undefined : placedOf(this.#layout, place);
    const { selection } = this;
    if (placed === undefined || selection === null) return false;
    return firstOf(placed.node, place.slot) === selection.start && this.#endOf(placed, place.slot) === selection.end;
  }

  /** The page behind a slot: the last one ends where user space does. */
  #endOf({ node }: PlacedNode, slot: number): number {
    return Math.max(
      Math.min(lastOf(node, slot) + 1, this.view?.arch.layout.taskSize ?? 2 ** 52),
      firstOf(node, slot) + 1,
    );
  }

  #reveal(placed: PlacedNode): void {
    this.#zoom.adopt(this.#zoom.scale?.revealing(middleOf(placed)) ?? null);
  }

  /** Draws now; returns how much was drawn, or null where there is nothing to draw on. */
  paint(): Drawn | null {
    return this.#stage.paint();
  }

  #picture(area: Area): TreePicture | null {
    const [placing, { theme }] = [this.#placing(), this.#theme];
    if (placing === null || theme === null) return null;
    const { lastStore } = placing.layout.tree;
    return {
      ...placing,
      theme,
      height: area.height,
      patterns: this.#patternsFor(theme.colour.ink, area.ratio),
      vmas: this.#vmas,
      shift: this.#shift,
      made: new Set(lastStore?.made ?? []),
      changed: new Set(lastStore?.changed ?? []),
      stored: lastStore,
      way: this.#cursor === null ? [] : wayTo(placing.layout, this.#cursor),
      hover: this.#hover?.place ?? null,
    };
  }

  #placing(): Placing | null {
    const [layout, { scale }, { area }] = [this.#layout, this.#zoom, this.#stage];
    if (layout === null || scale === null || area === null) return null;
    return { layout, scale, bands: bandsOf(layout, scale, area.height) };
  }

  #patternsFor(ink: string, ratio: number): ReadonlyMap<VmaKind, Paint | null> {
    const key = `${ink} ${ratio}`;
    if (this.#patterns.key !== key) {
      const list = kindPatterns(ink, ratio);
      this.#patterns = { key, map: new Map(KINDS.map((kind, i) => [kind, list[i] ?? null])) };
    }
    return this.#patterns.map;
  }

  readonly #gestures: GestureTarget = {
    zoomAt: (x, factor) => this.#zoom.move((scale) => scale.zoomedAt(x, factor)),
    pan: (dx) => this.#zoom.move((scale) => scale.panned(dx)),
    hover: (x, y) => this.#hoverAt(x, y),
    leave: () => this.#hoverAt(-1, -1),
    click: (x, y) => {
      const place = this.#slotAt(x, y);
      if (place === null) this.select(null);
      else this.#choose(place);
    },
    enlarge: () => {
      if (this.#cursor !== null) this.#fold(this.#cursor);
    },
  };

  readonly #stage = new StageController<Drawn>(this, this.#gestures, SERVER_PX, (ctx, area) => {
    const picture = this.#picture(area);
    return picture === null ? null : drawTree(ctx, picture);
  });

  #slotAt(x: number, y: number): SlotPlace | null {
    const placing = this.#placing();
    return placing === null ? null : slotAt(placing, x, y);
  }

  #hoverAt(x: number, y: number): void {
    const place = this.#slotAt(x, y);
    if (place === null && this.#hover === null) return;
    this.#hover = place === null ? null : { place, x, y };
    this.requestUpdate();
  }

  /** What is zoomed around: the node of the cursor. */
  readonly #middle = (goal: UnitScale): number | null => {
    const placed = this.#cursor === null || this.#layout === null ? undefined : placedOf(this.#layout, this.#cursor);
    return placed === undefined ? null : goal.x(middleOf(placed));
  };

  /** Makes a slot the selected one. */
  #choose(place: SlotPlace): void {
    const placed = this.#layout === null ? undefined : placedOf(this.#layout, place);
    if (placed === undefined) return;
    this.#cursor = place;
    const { node } = placed;
    const start = vpn(firstOf(node, place.slot));
    const end = vpn(this.#endOf(placed, place.slot));
    const id = node.value(place.slot);
    const vma = id === null ? undefined : this.#vmas.get(id);
    this.#reveal(placed);
    this.select(vma === undefined ? { kind: 'range', start, end } : { kind: 'vma', id: vma.id, start, end });
    this.say(slotSentence(node, place.slot, this.#vmas, this.#shift));
    this.requestUpdate();
  }

  /** Hides or shows what is below a node. */
  #fold(place: SlotPlace): void {
    const placed = this.#layout === null ? undefined : placedOf(this.#layout, place);
    if (placed === undefined || placed.node.leaf) return;
    const folded = new Set(this.#folded);
    if (!folded.delete(placed.node.id)) folded.add(placed.node.id);
    this.#folded = folded;
    this.#adoptTree();
    // The place in its own level changes with what is folded above or before it.
    this.#cursor = this.#placeOfNode(placed.node.id, place.slot);
    this.say(`${placed.node.type} #${placed.node.id} ${folded.has(placed.node.id) ? 'folded' : 'unfolded'}`);
    this.requestUpdate();
  }

  #placeOfNode(id: number, slot: number): SlotPlace | null {
    for (const { nodes } of this.#layout?.levels ?? []) {
      const placed = nodes.find(({ node }) => node.id === id);
      if (placed !== undefined) return { level: placed.level, at: placed.at, slot };
    }
    return null;
  }

  readonly #onSearch = (event: Event): void => {
    const { value } = event.target as HTMLInputElement;
    const page = pageOfText(value, this.#shift);
    this.#badSearch = value.trim() !== '' && (page === null || !this.showPage(page));
    if (this.#badSearch) this.say(`${value.trim()} is no address`);
    this.requestUpdate();
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    const key = treeKey(event);
    const layout = this.#layout;
    if (key === null || layout === null) return;
    event.preventDefault();
    this.#act(key, layout);
  };

  #act(key: TreeKey, layout: TreeLayout): void {
    const cursor = this.#cursor ?? { level: 0, at: 0, slot: 0 };
    const deepest = layout.levels.length - 1;
    switch (key.kind) {
      case 'scroll':
      case 'zoom':
      case 'all':
        return this.#zoom.press(key, this.#middle);
      case 'none':
        return this.select(null);
      case 'search':
        return this.renderRoot.querySelector<HTMLInputElement>('.search input')?.focus();
      case 'fold':
        return this.#fold(cursor);
      case 'fit': {
        const placed = placedOf(layout, cursor);
        return placed === undefined ? undefined : this.#zoom.fly((goal) => goal.fitted(placed.x, placed.units));
      }
      case 'first':
        return this.#choose({ level: deepest, at: 0, slot: 0 });
      case 'last':
        return this.#choose(lastPlace(layout, deepest));
      case 'level':
        return this.#choose(this.#cursor === null ? cursor : besides(layout, cursor, key.by));
      case 'slot':
        return this.#choose(this.#cursor === null ? cursor : along(layout, cursor, key.by));
    }
  }
}

const emptyText = (layout: TreeLayout | null): string =>
  layout === null ? 'Nothing to draw yet, or the index is no tree.' : 'The tree has no node.';

const middleOf = ({ x, units }: PlacedNode): number => x + units / 2 - 0.5;

declare global {
  interface HTMLElementTagNameMap {
    'mm-maple-tree': MmMapleTree;
  }
}
