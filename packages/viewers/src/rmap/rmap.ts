/**
 * Reverse mapping: from the frame of the selected page through its anon_vma, or the i_mmap of its file, to the VMAs that may map it;
 * and all anon_vmas and files of the address space as the interval trees that they are.
 */

import { vpn, type IntervalView, type MmView, type RmapView, type RmapWalk, type Selection } from '@mm-playground/api';
import { html, nothing, svg, type CSSResultGroup, type TemplateResult } from 'lit';
import { MmElement } from '../element/viewer-element.ts';
import { grouped, hexOfPage, shortName } from '../format/address.ts';
import { nameOf } from '../kinds.ts';
import { tokens } from '../tokens.styles.ts';
import {
  extentOf,
  intervalTrees,
  pgoffText,
  walkOfSelection,
  type FrameWalk,
  type IntervalTree,
} from './rmap-words.ts';
import { styles } from './rmap.styles.ts';

/** Nodes of a tree that are drawn one by one; trees that are not on the way of the walk are cut off earlier. */
const MOST_NODES = 64;
const FEW_NODES = 6;
/** Trees that are listed beside the one of the walk. */
const MOST_TREES = 100;
const BAR = { width: 240, height: 10 } as const;

/**
 * How the kernel finds the page tables that map a page. The tree that a walk from the selected page goes through stands first, with
 * the page offset that it looks for drawn through its intervals; below it all the others.
 *
 * @event mm-select - a VMA of this address space was chosen; detail is a Selection
 * @csspart walk - the walk from the selected page
 * @csspart tree - each of the interval trees
 */
export class MmRmap extends MmElement {
  static override properties = {
    view: { attribute: false },
    previous: { attribute: false },
    selection: { attribute: false },
  };
  static override styles: CSSResultGroup = [tokens, styles];
  /** The address space that takes part. */
  declare view: MmView | null;
  /** The one before it: VMAs that were not linked then are marked. */
  declare previous: MmView | null;
  /** What is selected; the walk starts at the frame of its first page. */
  declare selection: Selection | null;

  constructor() {
    super();
    this.view = null;
    this.previous = null;
    this.selection = null;
  }

  protected override render(): TemplateResult {
    const { view } = this;
    if (view === null || view.rmap === null)
      return html`<p class="empty">
          ${view === null ? 'No reverse mapping to show yet.' : 'This model has no reverse mapping.'}
        </p>
        ${this.liveRegion()}`;
    const walk = walkOfSelection(view, this.selection);
    const trees = intervalTrees(view.rmap);
    const through = walk?.walk?.through;
    const first = trees.find(({ kind, id }) => kind === through?.kind && id === through.id);
    const others = trees.filter((tree) => tree !== first);
    return html`
      ${walk === null ? nothing : this.#walk(view, walk)}
      ${first === undefined ? nothing : this.#tree(view, first, walk?.walk ?? null, MOST_NODES)}
      ${others.length === 0 ? nothing : html`<p class="others">${first === undefined ? 'Interval trees' : 'The other interval trees'}</p>`}
      ${others.slice(0, MOST_TREES).map((tree) => this.#tree(view, tree, null, FEW_NODES))}
      ${others.length > MOST_TREES ? html`<p class="more">and ${grouped(others.length - MOST_TREES)} more</p>` : nothing}
      ${this.liveRegion()}
    `;
  }

  #walk({ arch, mm }: MmView, { pfn, walk }: FrameWalk): TemplateResult {
    const frame = `frame 0x${pfn.toString(16)}`;
    if (walk === null)
      return html`<p class="walk" part="walk">
        <b>${frame}</b> has no reverse mapping: page->mapping is NULL, and rmap_walk() asks nobody.
      </p>`;
    const { through, pgoff, asked } = walk;
    const shift = arch.geometry.pageShift;
    return html`<div class="walk" part="walk" role="group" aria-label="rmap_walk of ${frame}">
      <p>
        <b>${frame}</b> <span aria-hidden="true">→</span> page->mapping:
        <b>${through.kind === 'anon_vma' ? `anon_vma #${through.id}` : `i_mmap of inode ${through.id}`}</b>
        <span aria-hidden="true">→</span> pgoff <b>${pgoffText(pgoff)}</b>
        <span aria-hidden="true">→</span> ${asked.length === 1 ? 'one VMA is asked' : `${asked.length} VMAs are asked`}
      </p>
      <table>
        <thead>
          <tr>
            <th scope="col">mm</th>
            <th scope="col">VMA</th>
            <th scope="col">would map it at</th>
            <th scope="col">its entry</th>
          </tr>
        </thead>
        <tbody>
          ${asked.slice(0, MOST_NODES).map(
            ({ mm: id, vma, page, maps }) =>
              html`<tr>
                <td>${id}${id === mm ? '' : ' (other)'}</td>
                <td>#${vma}</td>
                <td>${hexOfPage(page, shift)}</td>
                <td class=${maps ? 'yes' : 'no'}>${maps ? '✓ maps it' : '– maps it not'}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }

  #tree(view: MmView, tree: IntervalTree, walk: RmapWalk | null, most: number): TemplateResult {
    const { nodes, title, facts, depth, kind } = tree;
    const before = this.#before(tree);
    const [first, last] = extentOf(nodes);
    return html`<div
      role="group"
      class="tree d${Math.min(depth, 4)} ${walk === null ? '' : 'now'}"
      part="tree"
      aria-label=${title}
    >
      <p class="title" title=${title}>
        ${depth > 0 ? html`<span aria-hidden="true">└ </span>` : nothing}${shortName(title)}
        <small>${kind === 'i_mmap' ? 'i_mmap · ' : ''}${facts}</small>
      </p>
      <ul>
        ${nodes.slice(0, most).map((node) => this.#node(view, node, first, last, walk, before))}
      </ul>
      ${nodes.length > most ? html`<p class="more">and ${grouped(nodes.length - most)} more VMAs</p>` : nothing}
    </div>`;
  }

  #node(
    view: MmView,
    node: IntervalView,
    first: number,
    last: number,
    walk: RmapWalk | null,
    before: ReadonlySet<string> | null,
  ): TemplateResult {
    const vma = node.mm === view.mm ? view.vmas.find(({ id }) => id === node.vma) : undefined;
    const isAsked = walk !== null && node.first <= walk.pgoff && walk.pgoff <= node.last;
    const isNew = before !== null && !before.has(nodeKey(node));
    const range = `[${pgoffText(node.first)}, ${pgoffText(node.last)}]`;
    const name = vma === undefined ? `mm ${node.mm}, VMA #${node.vma}` : `VMA #${node.vma} ${nameOf(vma)}`;
    return html`<li class="${isAsked ? 'asked' : ''} ${isNew ? 'new' : ''}">
      ${bar(node, first, last, walk?.pgoff ?? null, vma?.kind ?? 'other')}
      ${
        vma === undefined
          ? html`<span class="name other">${name}</span>`
          : html`<button class="name" type="button" @click=${() => this.#choose(node)}>${name}</button>`
      }
      <span class="range">${range}</span>${isNew ? html`<span class="mark">new</span>` : nothing}
    </li>`;
  }

  /** The nodes that the same tree had before; null where nothing is compared. */
  #before({ kind, id }: IntervalTree): ReadonlySet<string> | null {
    const rmap: RmapView | null | undefined = this.previous === this.view ? null : this.previous?.rmap;
    if (rmap === null || rmap === undefined) return null;
    const nodes =
      kind === 'anon_vma'
        ? rmap.anonVmas.find((anon) => anon.id === id)?.vmas
        : rmap.files.find(({ inode }) => inode === id)?.i_mmap;
    return new Set(nodes?.map(nodeKey));
  }

  #choose({ vma, start, first, last }: IntervalView): void {
    this.select({ kind: 'vma', id: vma, start, end: vpn(start + last - first + 1) });
  }
}

const nodeKey = ({ mm, vma }: IntervalView): string => `${mm} ${vma}`;

/** An interval to the scale of its tree, with the page offset that is looked for. */
function bar(node: IntervalView, first: number, last: number, pgoff: number | null, kind: string): TemplateResult {
  const scale = BAR.width / (last - first + 1);
  const x = (at: number): number => (at - first) * scale;
  return html`<svg viewBox="0 0 ${BAR.width} ${BAR.height}" preserveAspectRatio="none" aria-hidden="true">
    ${svg`<rect class="ground" width=${BAR.width} height=${BAR.height} /><rect class=${kind} x=${x(node.first)} width=${Math.max(2, x(node.last + 1) - x(node.first))} height=${BAR.height} />`}
    ${pgoff === null ? nothing : svg`<rect class="wanted" x=${Math.min(BAR.width - 2, x(pgoff + 0.5))} width="2" height=${BAR.height} />`}
  </svg>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'mm-rmap': MmRmap;
  }
}
