/** Styles of one entry. */

import { css } from 'lit';

/** `.w5` spans five columns: a rule each, because a strict page allows no inline styles. */
const spans = Array.from({ length: 64 }, (_, i) => i + 1).reduce(
  (rules, n) => css`
    ${rules}
    .w${n} {
      grid-column: span ${n};
    }
  `,
  css``,
);

export const styles = css`
  :host {
    padding: 0.75rem;
  }
  .headline {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0.125rem 0.75rem;
    margin-block-end: 0.5rem;
  }
  .word {
    font-family: var(--_mono);
    font-size: 1.05em;
    font-weight: 600;
  }
  .sentence {
    color: var(--_ink-2);
  }
  .bits {
    display: grid;
    gap: 0.375rem;
    margin-block-end: 0.625rem;
  }
  .bitrow {
    display: grid;
    grid-template-columns: repeat(32, minmax(0, 1fr));
    column-gap: 0;
  }
  .bitrow.r16 {
    grid-template-columns: repeat(16, minmax(0, 1fr));
  }
  .bitrow.r64 {
    grid-template-columns: repeat(64, minmax(0, 1fr));
  }
  ${spans}
  .cell {
    min-inline-size: 0;
    padding: 0;
    border: 1px solid var(--_line-strong);
    border-inline-end-width: 0;
    background: var(--_raised);
    font-family: var(--_mono);
    text-align: center;
    cursor: default;
  }
  .cell:last-child {
    border-inline-end-width: 1px;
  }
  .cell .digits {
    display: flex;
    justify-content: space-around;
    padding-block: 0.25rem;
    font-size: 0.92em;
  }
  .cell i {
    font-style: normal;
    color: var(--_ink-3);
  }
  .cell i.one {
    color: var(--_ink);
    font-weight: 700;
  }
  .cell .label {
    display: block;
    overflow: hidden;
    padding: 0.0625rem 0.125rem;
    border-block-start: 1px solid var(--_line);
    font-size: 0.78em;
    color: var(--_ink-2);
    text-overflow: clip;
    white-space: nowrap;
  }
  .cell .place {
    display: flex;
    justify-content: space-between;
    padding-inline: 0.1875rem;
    color: var(--_ink-3);
    font-size: 0.7em;
    line-height: 1.3;
  }
  .cell .place.single {
    justify-content: center;
  }
  .cell.software {
    background: repeating-linear-gradient(135deg, var(--_surface) 0 3px, var(--_raised) 3px 6px);
  }
  .cell.ignored,
  .cell.reserved {
    background: var(--_surface);
  }
  .cell.on {
    background: var(--_accent-soft);
  }
  .cell.lit,
  tr.lit {
    box-shadow: inset 0 0 0 1.5px var(--_accent);
  }
  .cell i.moved {
    background: var(--_changed-soft);
    box-shadow: inset 0 -2px var(--_changed);
    color: var(--_ink);
  }
  tr.moved {
    background: var(--_changed-soft);
  }
  tr.moved th {
    padding-inline-start: 0.375rem;
    box-shadow: inset 2px 0 var(--_changed);
  }
  tr.moved :is(.where, .owner) {
    color: var(--_ink-2);
  }
  s {
    color: var(--_ink-2);
    font-weight: 400;
  }
  .change {
    flex-basis: 100%;
    color: var(--_ink-2);
  }
  .change b {
    color: var(--_changed);
  }
  table {
    inline-size: 100%;
    max-inline-size: 60rem;
    border-collapse: collapse;
    font-size: 0.95em;
  }
  thead th {
    padding-block-end: 0.125rem;
    color: var(--_ink-3);
    font-size: var(--_small);
    font-weight: 500;
  }
  th,
  td {
    padding: 0.0625rem 0.75rem 0.0625rem 0;
    text-align: start;
    vertical-align: baseline;
  }
  tbody th {
    font-family: var(--_mono);
    font-weight: 600;
    white-space: nowrap;
  }
  tbody tr {
    border-block-start: 1px solid var(--_line);
  }
  .where,
  .value {
    font-family: var(--_mono);
    white-space: nowrap;
  }
  .where,
  .owner,
  .idle th,
  .idle td {
    color: var(--_ink-3);
    font-weight: 400;
  }
  .meaning {
    inline-size: 60%;
    color: var(--_ink-2);
  }
  .meaning b {
    color: var(--_ink);
    font-weight: 600;
  }
  .narrow .owner,
  .narrow .where {
    display: none;
  }
  @media (forced-colors: active) {
    .cell.lit,
    tr.lit {
      outline: 2px solid Highlight;
      outline-offset: -2px;
    }
    .cell i.moved {
      text-decoration: underline 2px;
      text-underline-offset: 0.2em;
    }
    tr.moved th {
      border-inline-start: 2px solid Highlight;
    }
  }
`;
