/* Where a window is narrow, the text of a tour stands above the picture that it speaks of: both in view, and each scrolls alone. */
import { css } from 'lit';

export const tourLayout = css`
  @media (width <= 64rem) {
    main[data-tour][data-pane]:not([data-pane='script']) {
      grid-template: 'tour' minmax(0, 52%) 'pane' minmax(0, 1fr) / minmax(0, 1fr);
    }
    main[data-tour]:not([data-pane='script']) > section.left {
      display: flex;
      grid-area: tour;
      border-block-end: 1px solid var(--_line-strong);
    }
    main[data-tour]:not([data-pane='script']) > .left > .tabs {
      display: none;
    }
  }
`;
