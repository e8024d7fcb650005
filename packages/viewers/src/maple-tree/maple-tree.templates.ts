/** The DOM around the canvas: the last store with its reason, nodes that wait for readers, the list that says what the picture shows. */

import type { PageShift, TreeView, VmaView } from '@mm-playground/api';
import { html, nothing, type TemplateResult } from 'lit';
import { zoomButtons, type ZoomButtons } from '../element/zoom-buttons.templates.ts';
import { placedOf, wayTo, type SlotPlace, type TreeLayout } from './tree-layout.ts';
import { nodeName, pagesText, slotSentence, storeTitle, treeSummary } from './tree-words.ts';

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
            data-term="maple.${placed.node.type}"
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

/** What the foot does. */
export interface FootActions extends ZoomButtons {
  readonly search: (event: Event) => void;
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
    <div class="tools">${zoomButtons(actions)}</div>
  </div>`;
}
