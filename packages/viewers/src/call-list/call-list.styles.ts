/** Styles of the call list. */

import { css } from 'lit';

export const styles = css`
  .row {
    display: grid;
    grid-template-columns: 3.5ch 1.25rem auto minmax(0, 72ch) minmax(4ch, auto);
    justify-content: start;
    gap: 0 0.5rem;
    align-items: center;
    padding-inline: 0.25rem 0.625rem;
  }
  .line {
    color: var(--_ink-3);
    font-size: var(--_small);
    text-align: end;
  }
  .glyph {
    text-align: center;
    font-weight: 700;
    color: var(--_ink-3);
  }
  .agrees .glyph {
    color: var(--_good);
  }
  .inferred .glyph {
    color: var(--_inferred);
  }
  .diverges .glyph,
  .stopped .glyph {
    color: var(--_broken);
  }
  .diverges,
  .stopped {
    background: var(--_broken-soft);
  }
  .pending,
  .skipped {
    color: var(--_ink-3);
  }
  .task {
    padding-inline: 0.3rem;
    border-radius: 3px;
    background: var(--_surface);
    color: var(--_ink-2);
    font-size: var(--_small);
  }
  .task:empty {
    padding: 0;
  }
  .text,
  .result {
    overflow: hidden;
    text-overflow: ellipsis;
    font-family: var(--_mono);
    font-size: 0.9em;
  }
  .text {
    color: var(--_ink-2);
  }
  .text b {
    color: var(--_ink);
    font-weight: 600;
  }
  .pending .text b,
  .skipped .text,
  .skipped .text b {
    color: var(--_ink-3);
    font-weight: 400;
  }
  .result {
    color: var(--_ink);
  }
  .failed .result {
    color: var(--_write);
  }
  .notes {
    flex: none;
    max-block-size: 7rem;
    overflow: auto;
    margin: 0;
    padding: 0.375rem 0.75rem;
    border-block-start: 1px solid var(--_line);
    background: var(--_surface);
    color: var(--_ink-2);
    list-style: none;
    font-size: var(--_small);
  }
`;
