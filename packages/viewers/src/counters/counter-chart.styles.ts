/** Styles of the large chart of a counter. */

import { css } from 'lit';

export const chartStyles = css`
  .chart {
    display: grid;
    grid-template: auto 6rem auto / auto minmax(0, 1fr);
    gap: 0 0.5rem;
    margin: 0;
    padding: 0.25rem 0.75rem 0.5rem;
    border-block-end: 1px solid var(--_line);
  }
  figcaption,
  .key {
    grid-column: 1 / -1;
    margin: 0;
    color: var(--_ink-2);
    font-size: var(--_small);
  }
  figcaption b {
    font-family: var(--_mono);
  }
  .axis {
    display: flex;
    flex-direction: column;
    justify-content: space-between;
    color: var(--_ink-3);
    font-size: var(--_small);
    text-align: end;
    white-space: nowrap;
  }
  .plot {
    border-inline-start: 1px solid var(--_line-strong);
    border-block-end: 1px solid var(--_line-strong);
    cursor: pointer;
  }
  .plot svg {
    display: block;
    inline-size: 100%;
    block-size: 100%;
  }
  .course {
    fill: none;
    stroke: var(--_accent);
    stroke-width: 1.5;
    vector-effect: non-scaling-stroke;
  }
  .now {
    fill: var(--_accent-soft);
  }
  .broken {
    fill: var(--_broken-soft);
  }
  .present,
  .looked {
    stroke: var(--_line-strong);
    stroke-width: 1;
    stroke-dasharray: 3 3;
    vector-effect: non-scaling-stroke;
  }
  .looked {
    stroke: var(--_ink);
    stroke-dasharray: none;
  }
  .key {
    display: flex;
    flex-wrap: wrap;
    gap: 0 1rem;
    padding-block-start: 0.25rem;
    color: var(--_ink-3);
  }
  .broken-key {
    display: inline-block;
    inline-size: 0.75rem;
    block-size: 0.75rem;
    border: 1px solid var(--_broken);
    background: var(--_broken-soft);
    vertical-align: -0.125rem;
  }
  @media (forced-colors: active) {
    .broken-key {
      forced-color-adjust: none;
    }
  }
`;
