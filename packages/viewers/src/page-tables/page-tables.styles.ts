/** Styles of the page tables. */

import { css } from 'lit';

export const styles = css`
  :host {
    position: relative;
    overflow: auto;
  }
  .levels {
    display: flex;
    gap: 0;
    overflow-x: auto;
    padding: 0.5rem 0.75rem 0.75rem;
  }
  .level {
    flex: none;
    padding: 0.375rem 0.5rem 0.5rem;
    border-radius: var(--_radius);
  }
  .level.chosen {
    background: var(--_accent-soft);
  }
  .arrow {
    flex: none;
    align-self: center;
    padding-inline: 0.125rem;
    color: var(--_ink-3);
  }
  h3 {
    display: flex;
    align-items: baseline;
    gap: 0.5rem;
    margin: 0 0 0.25rem;
    font-size: inherit;
    font-weight: 600;
  }
  h3 small {
    color: var(--_ink-3);
    font-size: var(--_small);
    font-weight: 400;
  }
  .grid {
    display: block;
    position: relative;
    cursor: pointer;
  }
  .grid:focus-visible {
    outline-offset: 3px;
  }
  canvas {
    display: block;
    inline-size: 256px;
  }
  .facts {
    display: grid;
    grid-template-columns: auto 1fr;
    gap: 0 0.5rem;
    margin: 0.375rem 0 0;
    font-size: var(--_small);
  }
  .facts dt {
    color: var(--_ink-3);
  }
  .facts dd {
    margin: 0;
    font-family: var(--_mono);
  }
  mm-pte {
    border-block-start: 1px solid var(--_line);
  }
  .address {
    margin: 0;
    padding: 0.625rem 0.75rem 0;
    color: var(--_ink-2);
  }
`;
