/** Styles of the matrix of schedules. */

import { css } from 'lit';

export const styles = css`
  :host {
    container-type: inline-size;
  }
  summary {
    cursor: pointer;
  }
  details[open] {
    flex-basis: 100%;
  }
  dl {
    display: grid;
    gap: 0 1rem;
    max-block-size: 9rem;
    margin: 0.25rem 0 0;
    overflow: auto;
    font-family: var(--_mono);
  }
  dl div {
    display: flex;
    gap: 0.75rem;
  }
  dt {
    inline-size: 1rem;
    color: var(--_ink);
    font-weight: 600;
  }
  dd {
    margin: 0;
  }
  .row {
    display: flex;
    align-items: center;
    inline-size: max-content;
    min-inline-size: 100%;
    padding-inline-end: 0.75rem;
  }
  .mark,
  .order {
    position: sticky;
    z-index: 1;
    align-self: stretch;
    background: var(--_canvas);
    line-height: 1.375rem;
  }
  .mark {
    flex: none;
    inset-inline-start: 0;
    inline-size: 1.75rem;
    color: var(--_broken);
    text-align: center;
  }
  .order {
    flex: none;
    inset-inline-start: 1.75rem;
    inline-size: 17rem;
    padding-inline-end: 0.75rem;
    overflow: hidden;
    text-overflow: ellipsis;
    color: var(--_ink-2);
    font-size: var(--_small);
  }
  .row:hover :is(.mark, .order) {
    background: var(--_surface);
  }
  .row.current :is(.mark, .order) {
    background: var(--_accent-soft);
    color: var(--_ink);
  }
  .moves {
    flex: none;
    display: block;
  }
  rect.bar {
    fill: var(--_line-strong);
  }
  rect.bar.violated {
    fill: var(--_broken);
  }
  rect.cell {
    fill: var(--_accent-soft);
    stroke: var(--_accent);
    stroke-width: 1;
  }
  rect.cell.t2 {
    fill: var(--_surface);
    stroke: var(--_inferred);
  }
  rect.cell.t0 {
    fill: var(--_surface);
    stroke: var(--_ink-3);
  }
  rect.cell.violated {
    fill: var(--_broken-soft);
    stroke: var(--_broken);
    stroke-width: 1.5;
  }
  .letter {
    fill: var(--_ink);
    font-family: var(--_mono);
    font-size: 11px;
  }
  .letter.violated {
    fill: var(--_broken);
    font-weight: 700;
  }
  .moment {
    fill: none;
    stroke: var(--_ink);
    stroke-width: 1.5;
  }
  .chosen {
    flex: none;
    max-block-size: 40%;
    margin: 0;
    padding: 0.4rem 0.75rem;
    overflow: auto;
    border-block-start: 1px solid var(--_line);
    background: var(--_surface);
    color: var(--_ink-2);
    font-size: var(--_small);
  }
  .chosen p {
    margin: 0 0 0.25rem;
  }
  .chosen .detail {
    color: var(--_ink-3);
    font-family: var(--_mono);
  }
  .chosen th {
    padding: 0 0.75rem 0 0;
    font-weight: 400;
    text-align: start;
    vertical-align: top;
  }
  .chosen td {
    padding: 0;
    white-space: pre-wrap;
  }
  code {
    font-family: var(--_mono);
  }
  .violation {
    color: var(--_broken);
  }
  @container (max-width: 34rem) {
    .order {
      inline-size: 9rem;
    }
  }
  @media (forced-colors: active) {
    .row.current :is(.mark, .order) {
      background: Highlight;
    }
    .moves {
      forced-color-adjust: none;
    }
  }
`;
