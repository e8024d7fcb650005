/** Styles of an interleaving. */

import { css } from 'lit';

export const styles = css`
  :host {
    container-type: inline-size;
  }
  .picture {
    display: grid;
    grid-template-columns: minmax(4.5rem, max-content) minmax(0, 1fr);
    border-block: 1px solid var(--_line);
  }
  .threads {
    margin: 0;
    padding: 18px 0 0;
    list-style: none;
    border-inline-end: 1px solid var(--_line);
    background: var(--_surface);
  }
  .threads li {
    display: grid;
    align-content: start;
    block-size: 46px;
    padding: 0.3rem 0.75rem 0;
    line-height: 1.25;
  }
  .threads span {
    max-inline-size: 9rem;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    color: var(--_ink-3);
    font-family: var(--_mono);
    font-size: var(--_small);
  }
  .stage {
    overflow-x: auto;
    overflow-y: hidden;
    scrollbar-width: thin;
    cursor: pointer;
  }
  svg {
    display: block;
  }
  .lane {
    stroke: var(--_line);
  }
  .hand-over {
    fill: none;
    stroke: var(--_line-strong);
    stroke-dasharray: 2 2;
  }
  .current {
    fill: var(--_accent-soft);
    stroke: var(--_accent);
  }
  .move {
    fill: var(--_accent);
  }
  .move.step {
    fill: var(--_canvas);
    stroke: var(--_ink-2);
    stroke-width: 1.5;
  }
  .move.exit {
    fill: var(--_canvas);
    stroke: var(--_line-strong);
  }
  .move.tracepoint {
    fill: var(--_inferred);
  }
  .move.yield {
    fill: var(--_canvas);
    stroke: var(--_accent);
    stroke-width: 1.5;
  }
  .move.wait {
    fill: none;
    stroke: var(--_before);
    stroke-width: 2;
  }
  .move.return {
    fill: var(--_ink-2);
  }
  .label {
    fill: var(--_ink-2);
    font-family: var(--_mono);
    font-size: 11px;
  }
  .broken-line {
    stroke: var(--_broken);
    stroke-dasharray: 4 3;
  }
  .broken-sign {
    fill: var(--_broken);
  }
  .broken-move {
    fill: none;
    stroke: var(--_broken);
    stroke-width: 2;
  }
  .now {
    margin: 0;
    padding: 0.5rem 0.875rem;
    min-block-size: 2.25rem;
    overflow-wrap: anywhere;
  }
  .count,
  .detail {
    color: var(--_ink-3);
  }
  .count {
    margin-inline-end: 0.5rem;
  }
  .detail,
  code {
    font-family: var(--_mono);
    font-size: 0.92em;
  }
  .violation {
    color: var(--_broken);
    font-weight: 600;
  }
  .now .violation {
    display: block;
  }
  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: 0.125rem 0.875rem;
    margin: 0;
    padding: 0 0.875rem 0.375rem;
    list-style: none;
    color: var(--_ink-3);
    font-size: var(--_small);
  }
  .legend li {
    display: inline-flex;
    align-items: center;
    gap: 0.3rem;
  }
  summary {
    padding: 0.25rem 0.875rem 0.5rem;
    color: var(--_ink-2);
    cursor: pointer;
  }
  .scroll {
    max-block-size: 20rem;
    overflow: auto;
    border-block-start: 1px solid var(--_line);
  }
  table {
    border-collapse: collapse;
    inline-size: 100%;
  }
  th,
  td {
    padding: 0.125rem 0.75rem;
    text-align: start;
    vertical-align: baseline;
    font-weight: 400;
  }
  thead th {
    position: sticky;
    inset-block-start: 0;
    background: var(--_canvas);
    color: var(--_ink-3);
  }
  tbody button {
    min-inline-size: 2.25rem;
    border: 0;
    background: none;
    color: var(--_ink-3);
    text-align: end;
    cursor: pointer;
  }
  .shown {
    background: var(--_accent-soft);
  }
  @media (forced-colors: active) {
    .current {
      fill: none;
      stroke: Highlight;
      stroke-width: 2;
    }
    .move {
      fill: CanvasText;
    }
    .broken-line,
    .broken-move {
      stroke: Mark;
    }
    .broken-sign {
      fill: Mark;
    }
    .label {
      fill: CanvasText;
    }
    .shown {
      outline: 2px solid Highlight;
      outline-offset: -2px;
    }
  }
`;
