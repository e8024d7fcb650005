/** Styles of TLBs. */

import { css } from 'lit';

export const styles = css`
  :host {
    padding: 0.25rem 0.75rem 0.75rem;
    container-type: inline-size;
  }
  .none {
    margin: 0;
    color: var(--_ink-3);
  }
  .cpus {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 22rem), 1fr));
    gap: 0.75rem 1.25rem;
  }
  table {
    inline-size: 100%;
    border-collapse: collapse;
    align-self: start;
  }
  caption {
    padding-block-end: 0.125rem;
    font-weight: 600;
    text-align: start;
  }
  caption small {
    color: var(--_ink-3);
    font-size: var(--_small);
    font-weight: 400;
  }
  caption b {
    color: var(--_broken);
  }
  th {
    color: var(--_ink-3);
    font-size: var(--_small);
    font-weight: 500;
  }
  th,
  td {
    padding: 0.0625rem 0.625rem 0.0625rem 0;
    text-align: start;
  }
  td {
    border-block-start: 1px solid var(--_line);
    font-family: var(--_mono);
    font-size: 0.9em;
  }
  td.state {
    font-family: inherit;
    font-size: inherit;
    white-space: nowrap;
  }
  button {
    padding: 0;
    border: 0;
    background: none;
    text-align: start;
    cursor: pointer;
    overflow-wrap: anywhere;
  }
  button:hover {
    text-decoration: underline;
  }
  .valid .state {
    color: var(--_good);
  }
  .stale .state {
    color: var(--_before);
    font-weight: 600;
  }
  .wrong .state,
  .freed .state {
    color: var(--_broken);
    font-weight: 600;
  }
  .stale td,
  .wrong td,
  .freed td {
    text-decoration: underline dotted var(--_line-strong);
    text-underline-offset: 0.2em;
  }
  .flushed td {
    color: var(--_ink-3);
    text-decoration: line-through;
  }
  .flushed td.state {
    text-decoration: none;
  }
  .mark {
    color: var(--_changed);
    font-weight: 600;
  }
  .current {
    background: var(--_accent-soft);
    box-shadow: inset 2px 0 var(--_accent);
  }
  .current td:first-child {
    padding-inline-start: 0.375rem;
  }
  .current:is(.flushed) td {
    color: var(--_ink-2);
  }
  .more {
    color: var(--_ink-3);
  }
  @media (forced-colors: active) {
    .current {
      outline: 2px solid Highlight;
      outline-offset: -2px;
    }
  }
`;
