/** What is under the pointer of a canvas: a title and facts. `<div class="tip"><strong>…</strong><dl>…</dl></div>`. */

import { css } from 'lit';

export const tips = css`
  .tip {
    position: absolute;
    z-index: 2;
    inset-block-start: 0;
    inset-inline-start: 0;
    max-inline-size: min(34rem, 100%);
    padding: 0.5rem 0.625rem;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: var(--_raised);
    box-shadow: 0 0.25rem 1rem rgb(0 0 0 / 16%);
    font-size: var(--_small);
    pointer-events: none;
  }
  .tip strong {
    display: block;
    margin-block-end: 0.25rem;
    font-size: var(--_size);
    font-weight: 600;
    overflow-wrap: anywhere;
  }
  .tip dl {
    display: grid;
    grid-template-columns: auto 1fr;
    gap: 0.0625rem 0.75rem;
    margin: 0;
  }
  .tip dt {
    color: var(--_ink-3);
  }
  .tip dd {
    margin: 0;
    font-family: var(--_mono);
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
`;
