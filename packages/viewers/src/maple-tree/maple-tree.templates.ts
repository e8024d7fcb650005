/** The DOM around the canvas: the last store with its reason, nodes that wait for readers, the list that says what the picture shows. */

import type { PageShift, TreeView, VmaView } from '@mm-playground/api';
import { html, nothing, svg, type TemplateResult } from 'lit';
import { placedOf, wayTo, type SlotPlace, type TreeLayout } from './tree-layout.ts';
import { nodeName, pagesText, slotFacts, slotSentence, storeTitle, treeSummary } from './tree-words.ts';

/** Dead nodes that are named; of more there is the number. */
const MOST_DEAD = 6;

/** What the last store did, and why in this way. */
export function storeTemplate({ lastStore, dead }: TreeView, shift: PageShift): TemplateResult | typeof nothing {
  if (lastStore === null && dead.length === 0) return nothing;
  return html`<div class="store" part="store">
    ${
      lastStore === null
        ? nothing
        : html`<span><strong class="kind">${storeTitle(lastStore, shift)}</strong></span
            ><span>${lastStore.reason}</span>${legendTemplate(lastStore)}`
    }
    ${deadTemplate(dead, shift)}
  </div>`;
}

/** What the edges of nodes mean, where there are such nodes. */
function legendTemplate({ made, changed }: NonNullable<TreeView['lastStore']>): TemplateResult {
  return html`${made.length > 0 ? html`<span class="edge">made by it</span>` : nothing}${
    changed.length > 0 ? html`<span class="edge changed">changed in place</span>` : nothing
  }`;
}

function deadTemplate(dead: TreeView['dead'], shift: PageShift): TemplateResult | typeof nothing {
  if (dead.length === 0) return nothing;
  return html`<ul class="dead" aria-label="Dead nodes that readers may still hold">
    <li class="word">waiting for readers:</li>
    ${dead
      .slice(-MOST_DEAD)
      .map((node) => html`<li title=${pagesText(node.min, node.max, shift)}>${nodeName(node)}</li>`)}
    ${dead.length > MOST_DEAD ? html`<li class="word">and ${dead.length - MOST_DEAD} more</li>` : nothing}
  </ul>`;
}

/** What the list needs to know. */
export interface TreeList {
  readonly layout: TreeLayout;
  readonly cursor: SlotPlace | null;
  readonly vmas: ReadonlyMap<number, VmaView>;
  readonly shift: PageShift;
}

/** The way to the active slot and the slots beside it, visually hidden: a level of the tree each. */
export function treeTemplate({ layout, cursor, vmas, shift }: TreeList): TemplateResult {
  const place = cursor ?? (layout.levels.length > 0 ? { level: 0, at: 0, slot: 0 } : null);
  const rows = place === null ? [] : wayTo(layout, place);
  return html`<div class="sr" role="presentation">
    ${rows.map((row, i) => {
      const placed = placedOf(layout, row);
      if (placed === undefined) return nothing;
      const isLast = i === rows.length - 1;
      const slots = isLast ? placed.node.pivots.map((_, slot) => slot) : [row.slot];
      return slots.map(
        (slot) =>
          html`<div
            role="treeitem"
            id="slot-${row.level}-${slot}"
            aria-level=${row.level + 1}
            aria-posinset=${slot + 1}
            aria-setsize=${placed.node.pivots.length}
            aria-selected=${isLast && slot === row.slot && cursor !== null}
            aria-expanded=${placed.node.leaf ? nothing : !placed.folded && slot === row.slot}
          >
            ${slotSentence(placed.node, slot, vmas, shift)}
          </div>`,
      );
    })}
  </div>`;
}

/** What is under the pointer. */
export function tipTemplate(
  layout: TreeLayout,
  place: SlotPlace,
  vmas: ReadonlyMap<number, VmaView>,
  shift: PageShift,
): TemplateResult | typeof nothing {
  const placed = placedOf(layout, place);
  if (placed === undefined) return nothing;
  const { title, facts } = slotFacts(placed.node, place.slot, vmas, shift);
  return html`<div class="tip" part="tooltip" aria-hidden="true">
    <strong>${title}</strong>
    <dl>
      ${facts.map(
        ([term, value]) =>
          html`<dt>${term}</dt>
            <dd>${value}</dd>`,
      )}
    </dl>
  </div>`;
}

/** What the foot does. */
export interface FootActions {
  readonly search: (event: Event) => void;
  readonly out: () => void;
  readonly in: () => void;
  readonly all: () => void;
}

/** The tree in numbers, the search, the zoom buttons. */
export function footTemplate(layout: TreeLayout, isBad: boolean, actions: FootActions): TemplateResult {
  return html`<div class="foot">
    <span class="summary" part="summary">${treeSummary(layout.tree, layout.nodes)}</span>
    <label class="search"
      >address
      <input
        type="text"
        inputmode="text"
        spellcheck="false"
        autocomplete="off"
        placeholder="7fff…"
        aria-invalid=${isBad}
        @change=${actions.search}
      />
    </label>
    <div class="tools">
      ${tool('Zoom out', 'M3 7.25h10v1.5H3z', actions.out)}
      ${tool('Zoom in', 'M7.25 3h1.5v4.25H13v1.5H8.75V13h-1.5V8.75H3v-1.5h4.25z', actions.in)}
      ${tool('Show everything', EVERYTHING, actions.all)}
    </div>
  </div>`;
}

const EVERYTHING = 'M1.5 3H3v10H1.5zM13 3h1.5v10H13zM4 8l2.5-2.5V7.25h3V5.5L12 8l-2.5 2.5V8.75h-3v1.75z';

const tool = (label: string, path: string, act: () => void): TemplateResult =>
  html`<button class="button" type="button" aria-label=${label} title=${label} @click=${act}>
    <svg viewBox="0 0 16 16" aria-hidden="true">${svg`<path d=${path} />`}</svg>
  </button>`;
