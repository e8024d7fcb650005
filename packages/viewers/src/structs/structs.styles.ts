/** Styles of the travelling structs. */

import { css } from 'lit';

export const styles = css`
  :host {
    container-type: inline-size;
    padding-block-end: 0.5rem;
  }
  .none {
    margin: 0;
    padding: 0 0.875rem 0.25rem;
    color: var(--_ink-3);
    font-size: var(--_small);
  }
  .structs {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 15rem), 1fr));
    gap: 0.5rem 1rem;
    padding-inline: 0.875rem;
  }
  table {
    align-self: start;
    inline-size: 100%;
    border-collapse: collapse;
    font-family: var(--_mono);
    font-size: 0.9em;
  }
  caption {
    padding-block: 0.25rem 0.125rem;
    font-weight: 600;
    text-align: start;
  }
  .keyword {
    color: var(--_ink-3);
    font-weight: 400;
  }
  .new {
    padding-inline: 0.35rem;
    border: 1px solid var(--_after);
    border-radius: 0.5rem;
    color: var(--_after);
    font-family: var(--_sans);
    font-size: 0.85em;
    font-weight: 400;
  }
  tr {
    border-block-start: 1px solid var(--_line);
  }
  th {
    position: relative;
    padding: 0.0625rem 0.75rem 0.0625rem 0.875rem;
    font-weight: 400;
    color: var(--_ink-2);
    text-align: start;
    white-space: nowrap;
    inline-size: 1%;
  }
  td {
    padding: 0.0625rem 0.25rem 0.0625rem 0;
    text-align: end;
    overflow-wrap: anywhere;
  }
  .mark {
    position: absolute;
    inset-inline-start: 0.125rem;
    color: var(--_changed);
  }
  .changed {
    background: var(--_changed-soft);
  }
  .changed th {
    color: var(--_ink);
    font-weight: 600;
  }
  s {
    color: var(--_before);
    text-decoration-thickness: 1px;
  }
  b {
    color: var(--_after);
  }
  .arrow {
    padding-inline: 0.4rem;
    color: var(--_ink-3);
  }
`;
