/** Styles of the maps table. */

import { css } from 'lit';

export const styles = css`
  :host {
    container-type: inline-size;
  }
  table {
    inline-size: 100%;
    border-collapse: separate;
    border-spacing: 0;
    font-family: var(--_mono);
    font-size: 0.9em;
  }
  th {
    position: sticky;
    inset-block-start: 0;
    z-index: 1;
    padding: 0.25rem 0.5rem;
    border-block-end: 1px solid var(--_line);
    background: var(--_canvas);
    color: var(--_ink-3);
    font-family: var(--_sans);
    font-size: var(--_small);
    font-weight: 500;
    text-align: start;
  }
  td {
    padding: 0 0.5rem;
  }
  .mark {
    inline-size: 1.75rem;
    padding-inline: 0.5rem 0;
    color: var(--_changed);
    font-weight: 700;
  }
  .swatch {
    display: inline-block;
    vertical-align: -0.0625rem;
    margin-inline-end: 0.5rem;
  }
  .offset,
  .device,
  .inode {
    color: var(--_ink-3);
  }
  th.number,
  .offset,
  .inode {
    text-align: end;
  }
  .x {
    color: var(--_exec);
    font-weight: 600;
  }
  .w {
    color: var(--_write);
    font-weight: 600;
  }
  .none {
    color: var(--_ink-3);
  }
  .name {
    inline-size: 100%;
  }
  .added,
  .changed {
    background: var(--_changed-soft);
  }
  .changed td.diff {
    text-decoration: underline 2px var(--_changed);
    text-underline-offset: 0.2em;
    color: var(--_ink);
  }
  .removed td {
    color: var(--_ink-3);
    text-decoration: line-through;
  }
  .removed td.mark {
    text-decoration: none;
  }
  .foot {
    display: flex;
    align-items: center;
    gap: 0.75rem;
    padding: 0.125rem 0.5rem;
    border-block-start: 1px solid var(--_line);
    color: var(--_ink-3);
    font-size: var(--_small);
  }
  .foot .button {
    margin-inline-start: auto;
    font-size: var(--_small);
  }
  @container (max-width: 44rem) {
    .device,
    .inode {
      display: none;
    }
  }
  @container (max-width: 30rem) {
    .offset {
      display: none;
    }
  }
`;
