/** Styles of the counters. */

import { css } from 'lit';

export const styles = css`
  :host {
    container-type: inline-size;
    overflow: auto;
    padding: 0.25rem 0;
  }
  .groups {
    display: grid;
    grid-template-columns: 1fr;
    gap: 0 2.5rem;
    justify-content: start;
  }
  table {
    inline-size: 100%;
    max-inline-size: 36rem;
    table-layout: fixed;
    border-collapse: collapse;
    align-self: start;
  }
  caption {
    padding: 0.375rem 0.75rem 0.125rem;
    color: var(--_ink-3);
    font-size: var(--_small);
    font-weight: 500;
    text-align: start;
  }
  tr {
    block-size: 1.5rem;
  }
  tbody tr:hover {
    background: var(--_surface);
  }
  th {
    padding: 0 0.75rem;
    font-family: var(--_mono);
    font-size: 0.92em;
    font-weight: 400;
    text-align: start;
    white-space: nowrap;
  }
  .help {
    border: 0;
    padding: 0;
    background: none;
    cursor: help;
    font: inherit;
    text-decoration: underline dotted var(--_line-strong);
    text-underline-offset: 0.2em;
  }
  .help[aria-pressed] {
    cursor: pointer;
  }
  .help[aria-pressed='true'] {
    color: var(--_accent);
    font-weight: 600;
  }
  td {
    padding: 0 0.75rem 0 0;
    text-align: end;
    white-space: nowrap;
  }
  .value {
    inline-size: 5rem;
    font-weight: 600;
  }
  .size {
    color: var(--_ink-3);
    inline-size: 5.5rem;
  }
  .delta {
    inline-size: 4.5rem;
    color: var(--_ink-3);
  }
  .moved .delta {
    color: var(--_after);
    font-weight: 600;
  }
  .moved.less .delta {
    color: var(--_before);
  }
  .spark {
    inline-size: 6rem;
  }
  .spark svg {
    display: block;
    inline-size: 5.25rem;
    block-size: 1rem;
    overflow: visible;
    margin-inline-start: auto;
  }
  .spark path {
    fill: none;
    stroke: var(--_ink-3);
    stroke-width: 1.25;
    vector-effect: non-scaling-stroke;
  }
  .moved .spark path {
    stroke: var(--_accent);
  }
  @container (max-width: 30rem) {
    .spark {
      display: none;
    }
  }
  @container (min-width: 56rem) {
    .groups {
      grid-template-columns: repeat(2, minmax(0, 36rem));
    }
    .groups > table:first-child {
      grid-row: span 2;
    }
  }
`;
