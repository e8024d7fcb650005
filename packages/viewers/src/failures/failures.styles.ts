/** Styles of the failure table. */

import { css } from 'lit';

export const styles = css`
  .summary {
    flex: none;
    margin: 0;
    padding: 0.375rem 0.75rem;
    border-block-end: 1px solid var(--_line);
    color: var(--_ink-3);
    font-size: var(--_small);
  }
  table {
    inline-size: 100%;
    border-collapse: separate;
    border-spacing: 0;
    font-size: 0.92em;
  }
  th {
    position: sticky;
    inset-block-start: 0;
    z-index: 1;
    padding: 0.25rem 0.75rem;
    border-block-end: 1px solid var(--_line);
    background: var(--_canvas);
    color: var(--_ink-3);
    font-size: var(--_small);
    font-weight: 500;
    text-align: start;
  }
  td {
    padding: 0 0.75rem;
    color: var(--_ink-2);
  }
  .step,
  .result,
  .counters {
    font-family: var(--_mono);
    font-size: 0.95em;
  }
  .step {
    color: var(--_ink);
  }
  .ok .verdict {
    color: var(--_good);
  }
  .gap .verdict {
    color: var(--_before);
  }
  .violated .verdict {
    color: var(--_broken);
    font-weight: 600;
  }
  tr.violated:not(.current) {
    background: var(--_broken-soft);
  }
  .chosen {
    flex: none;
    max-block-size: 40%;
    padding: 0.4rem 0.75rem;
    overflow: auto;
    border-block-start: 1px solid var(--_line);
    background: var(--_surface);
    font-size: var(--_small);
  }
  .chosen p {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.25rem 0.5rem;
    margin: 0 0 0.125rem;
  }
  .chosen .button {
    margin-inline-start: auto;
    border-color: var(--_line);
    color: var(--_ink);
  }
  code {
    font-family: var(--_mono);
  }
  .violation {
    color: var(--_broken);
  }
`;
