/** The walk in words beside the picture: the address cut into the bits that each level reads, and the steps with what each found. */

import { html, nothing, type TemplateResult } from 'lit';
import type { AddressPart, WalkStep } from './walk.ts';

/** What the walk needs to know. */
export interface ShownWalk {
  readonly parts: readonly AddressPart[];
  readonly steps: readonly WalkStep[];
  /** The step at which it stands: the last one when it is complete. */
  readonly at: number;
  /** The level whose entry is shown bit by bit; null for none. */
  readonly chosen: number | null;
  readonly isPlaying: boolean;
  readonly address: string;
}

/** What it can be asked to do. */
export interface WalkActions {
  readonly play: () => void;
  readonly to: (step: number) => void;
}

/** The whole of it. */
export function walkTemplate(walk: ShownWalk, actions: WalkActions): TemplateResult {
  const { steps, at, isPlaying } = walk;
  return html`<div class="walk" part="walk" role="group" aria-label="Walk to ${walk.address}">
    <div class="address">
      ${addressTemplate(walk)}
      <div class="player" role="group" aria-label="Walk step by step">
        ${button('One step back', 'M10.5 3v10L4.5 8z', at <= 0, () => actions.to(at - 1))}
        ${
          isPlaying
            ? button('Stop', 'M4 3h3v10H4zM9 3h3v10H9z', false, actions.play)
            : button('Walk from the root', 'M4 2.5v11L13 8z', false, actions.play)
        }
        ${button('One step on', 'M5.5 3v10l6-5z', at >= steps.length - 1, () => actions.to(at + 1))}
      </div>
    </div>
    <ol class="walksteps">
      ${steps.map((step, i) => stepTemplate(step, i, walk, actions))}
    </ol>
  </div>`;
}

/** Bits that were read already are marked; those that are read now, strongly. */
function addressTemplate({ parts, steps, at, address }: ShownWalk): TemplateResult {
  const now = steps[at]?.entry?.level ?? (steps[at]?.outcome === 'memory' ? null : undefined);
  const deepest = Math.max(-1, ...steps.slice(0, at + 1).map(({ entry }) => entry?.level ?? -1));
  return html`<div class="bits" role="img" aria-label="${address}: ${parts.map(partWords).join(', ')}">
    ${parts.map(({ name, level, hi, lo, digits, value }) => {
      const state = level === now ? 'now' : level !== null && level <= deepest ? 'done' : '';
      return html`<span class="bitpart ${state}" aria-hidden="true">
        <span class="of">${name}<small>${hi}:${lo}</small></span
        ><span class="digits">${digits}</span
        ><span class="value">${level === null ? `0x${value.toString(16)}` : value}</span>
      </span>`;
    })}
  </div>`;
}

const partWords = ({ name, hi, lo, value }: AddressPart): string => `bits ${hi} to ${lo} ${name} ${value}`;

function stepTemplate(step: WalkStep, i: number, { at, chosen }: ShownWalk, actions: WalkActions): TemplateResult {
  const { where, value, what, entry, outcome } = step;
  const state = i > at ? 'ahead' : i === at ? 'now' : 'done';
  const isChosen = entry !== null && entry.level === chosen;
  return html`<li class="${state} ${outcome ?? ''} ${isChosen ? 'chosen' : ''}">
    <button type="button" aria-current=${i === at ? 'step' : nothing} @click=${() => actions.to(i)}>
      <span class="where">${where}</span><span class="word">${value}</span><span class="what">${what}</span>
    </button>
  </li>`;
}

const button = (label: string, path: string, disabled: boolean, act: () => void): TemplateResult =>
  html`<button class="button" type="button" aria-label=${label} title=${label} ?disabled=${disabled} @click=${act}>
    <svg viewBox="0 0 16 16" aria-hidden="true"><path d=${path} /></svg>
  </button>`;
