/** What lists and tables of rows share: a bar above, a scroller, a head that stays, rows of one height, a cursor. */

import { css } from 'lit';

export const listStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    block-size: 24rem;
    min-block-size: 6rem;
    overflow: hidden;
  }
  .bar {
    flex: none;
    display: flex;
    flex-wrap: wrap;
    gap: 0.125rem 1rem;
    padding: 0.375rem 0.75rem;
    border-block-end: 1px solid var(--_line);
    color: var(--_ink-3);
    font-size: var(--_small);
  }
  .bar label {
    display: inline-flex;
    align-items: center;
    gap: 0.35rem;
  }
  .bar input {
    margin: 0;
  }
  .scroll {
    flex: 1 1 auto;
    min-block-size: 0;
    overflow: auto;
    overscroll-behavior: contain;
  }
  .row {
    block-size: 1.375rem;
    white-space: nowrap;
    cursor: default;
  }
  .row:hover {
    background: var(--_surface);
  }
  .row.current {
    background: var(--_accent-soft);
    box-shadow: inset 3px 0 var(--_accent);
  }
  .scroll:focus-visible .row.cursor {
    outline: 2px solid var(--_focus);
    outline-offset: -2px;
  }
  @media (forced-colors: active) {
    .row.current {
      background: Highlight;
      color: HighlightText;
      forced-color-adjust: none;
    }
    /* Whatever colour a part of a row has is not made for that ground. */
    .row.current * {
      color: inherit !important;
    }
  }
`;
