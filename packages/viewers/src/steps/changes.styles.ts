/** Styles of what a step or a function changed: a table below a list. */

import { css } from 'lit';

export const changesStyles = css`
  .changes {
    flex: none;
    max-block-size: 45%;
    overflow: auto;
    border-block-start: 1px solid var(--_line);
    background: var(--_surface);
  }
  .changes:focus-visible {
    outline-offset: -2px;
  }
  .more {
    margin: 0.25rem 0.35rem;
    font-size: var(--_small);
  }
  .changes p {
    margin: 0;
    padding: 0.4rem 0.75rem;
    color: var(--_ink-3);
    font-size: var(--_small);
  }
  table {
    border-collapse: collapse;
    font-size: 0.9em;
  }
  caption {
    padding: 0.4rem 0.75rem 0.125rem;
    color: var(--_ink-3);
    font-size: var(--_small);
    text-align: start;
  }
  th {
    padding: 0.0625rem 0.75rem;
    font-weight: 400;
    text-align: start;
    white-space: nowrap;
  }
  td {
    padding: 0.0625rem 0.75rem 0.0625rem 0;
    font-family: var(--_mono);
    overflow-wrap: anywhere;
  }
  th.object {
    color: var(--_ink-3);
    font-family: var(--_mono);
  }
  th.field {
    font-family: var(--_mono);
  }
  .before-value {
    color: var(--_before);
    text-decoration: line-through;
    text-decoration-thickness: 1px;
  }
  .after-value {
    color: var(--_after);
    font-weight: 600;
  }
  .arrow {
    padding-inline: 0.4rem;
    color: var(--_ink-3);
  }
`;
