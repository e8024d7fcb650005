/** Styles of the page tables. */

import { css } from 'lit';

export const styles = css`
  :host {
    position: relative;
    container-type: inline-size;
    overflow: auto;
  }
  .levels {
    display: flex;
    flex-wrap: wrap;
    gap: 0.25rem 0;
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
  @container (max-width: 62rem) {
    .more {
      display: none;
    }
  }
  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: 0.125rem 0.875rem;
    margin: 0;
    padding: 0 1.25rem 0.625rem;
    list-style: none;
    color: var(--_ink-2);
    font-size: var(--_small);
  }
  .legend li {
    display: inline-flex;
    align-items: center;
    gap: 0.35rem;
  }
  .key {
    inline-size: 0.5rem;
    block-size: 0.5rem;
    background: var(--_key);
    forced-color-adjust: none;
  }
  .key.table,
  .key.swap {
    border: 1.25px solid var(--_key);
    background: none;
  }
  .table {
    --_key: var(--_accent);
  }
  .clean {
    --_key: var(--_read);
  }
  .writable {
    --_key: var(--_heap);
  }
  .dirty {
    --_key: var(--_write);
  }
  .special {
    --_key: var(--_special);
  }
  .swap {
    --_key: var(--_broken);
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
