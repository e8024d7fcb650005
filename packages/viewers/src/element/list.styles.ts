/** What lists and tables of rows share: a scroller, a head that stays, rows of one height, a cursor. */

import { css } from 'lit';

export const listStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    block-size: 24rem;
    min-block-size: 6rem;
    overflow: hidden;
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
  }
`;
