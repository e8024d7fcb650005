/* Costs first, as a table to read across; then the tables themselves, side by side where there is room. */
import { css } from 'lit';

export const compareStyles = css`
  :host {
    overflow-y: auto;
    scrollbar-width: thin;
    container-type: inline-size;
    padding-block-end: 1rem;
  }
  .bar {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.4rem 0.6rem;
    padding: 0.6rem 0.875rem 0.4rem;
  }
  .bar label {
    display: inline-flex;
    align-items: center;
    gap: 0.5rem;
    color: var(--_ink-2);
  }
  select {
    max-inline-size: 16rem;
    block-size: 1.9rem;
    padding: 0 0.4rem;
    border: 1px solid var(--_line-strong);
    border-radius: var(--_radius);
    background: var(--_raised);
    color: var(--_ink);
    font: inherit;
    font-weight: 600;
  }
  .status {
    color: var(--_ink-3);
  }
  .trouble {
    color: var(--_broken);
  }
  .scroll {
    overflow-x: auto;
    padding: 0 0.875rem;
  }
  table {
    border-collapse: collapse;
    inline-size: 100%;
    max-inline-size: 52rem;
  }
  th,
  td {
    padding: 0.1rem 1rem 0.1rem 0;
    border-block-end: 1px solid var(--_line);
    font-weight: 400;
    text-align: start;
    white-space: nowrap;
  }
  thead :is(th, td) {
    color: var(--_ink);
    font-weight: 600;
  }
  tbody th {
    color: var(--_ink-2);
  }
  tbody td {
    font-family: var(--_mono);
    font-size: 0.92em;
  }
  .same td {
    color: var(--_ink-3);
  }
  td svg {
    display: block;
    margin-block: 0.05rem 0.1rem;
    forced-color-adjust: none;
  }
  .same svg {
    display: none;
  }
  .ground {
    fill: var(--_line);
  }
  .side0 .value {
    fill: var(--_accent);
  }
  .side1 .value {
    fill: var(--_inferred);
  }
  .answers {
    margin: 0.6rem 0.875rem;
    color: var(--_ink-2);
  }
  summary {
    cursor: pointer;
  }
  .answers ul {
    margin: 0.25rem 0 0;
    padding: 0;
    list-style: none;
  }
  .answers button {
    display: grid;
    inline-size: 100%;
    padding: 0.15rem 0.25rem;
    border: 0;
    border-radius: 0.25rem;
    background: none;
    text-align: start;
    cursor: pointer;
    overflow-wrap: anywhere;
  }
  .answers button:hover {
    background: var(--_surface);
  }
  .first {
    color: var(--_broken);
    font-weight: 600;
  }
  .line,
  .none {
    color: var(--_ink-3);
  }
  .none {
    margin: 0.4rem 0.875rem;
  }
  code {
    font-family: var(--_mono);
    font-size: 0.92em;
  }
  .tables {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    border-block-start: 1px solid var(--_line);
  }
  section {
    min-inline-size: 0;
  }
  section + section {
    border-block-start: 1px solid var(--_line-strong);
  }
  h2 {
    margin: 0;
    padding: 0.5rem 0.75rem 0;
    color: var(--_ink-2);
    font-size: inherit;
    font-weight: 600;
  }
  mm-page-table {
    --mm-page-table-stage: 17rem;
  }
  @container (min-width: 56rem) {
    .tables {
      grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
    }
    section + section {
      border-block-start: 0;
      border-inline-start: 1px solid var(--_line-strong);
    }
  }
`;
