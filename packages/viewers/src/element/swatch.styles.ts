/**
 * Swatches of the kinds in DOM: the colour and the hatch that the canvas draws. `<span class="swatch heap">`. Level and upright lines are
 * tiles: Firefox blurs repeating gradients along an axis until nothing is left of a line of one pixel.
 */

import { css } from 'lit';

export const swatches = css`
  .swatch {
    inline-size: 0.875rem;
    block-size: 0.75rem;
    border-radius: 1px;
    --_hatch: color-mix(in srgb, var(--_ink) 45%, transparent);
    forced-color-adjust: none;
  }
  .code {
    background: repeating-linear-gradient(135deg, var(--_hatch) 0 1px, transparent 1px 4px) var(--_code);
  }
  .data {
    background: radial-gradient(var(--_hatch) 24%, transparent 26%) 0 0 / 4px 4px var(--_data);
  }
  .file {
    background: var(--_file);
  }
  .anon {
    background: linear-gradient(var(--_hatch) 1px, transparent 1px) 0 0 / 4px 4px var(--_anon);
  }
  .heap {
    background: linear-gradient(90deg, var(--_hatch) 1px, transparent 1px) 0 0 / 4px 4px var(--_heap);
  }
  .stack {
    background: repeating-linear-gradient(45deg, var(--_hatch) 0 1px, transparent 1px 4px) var(--_stack);
  }
  .shared {
    background:
      linear-gradient(var(--_hatch) 1px, transparent 1px) 0 0 / 5px 5px,
      linear-gradient(90deg, var(--_hatch) 1px, transparent 1px) 0 0 / 5px 5px var(--_shared);
  }
  .special {
    background: radial-gradient(var(--_hatch) 38%, transparent 40%) 0 0 / 6px 6px var(--_special);
  }
  .guard {
    background:
      repeating-linear-gradient(45deg, var(--_hatch) 0 1px, transparent 1px 5px),
      repeating-linear-gradient(135deg, var(--_hatch) 0 1px, transparent 1px 5px) var(--_guard);
  }
  .unknown {
    background: var(--_unknown);
  }
`;
