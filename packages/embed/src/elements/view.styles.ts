/** How much room a viewer has in a figure, whether it stands there once or beside another machine's. */

import { css } from 'lit';

/** Of `.view`, and what is in it. */
export const viewStyles = css`
  .view {
    flex: 1 1 0;
    min-inline-size: 0;
    min-block-size: 0;
    overflow: auto;
    background: var(--_canvas);
  }
  .view > * {
    block-size: 100%;
  }
  .view.address-map {
    flex: none;
    block-size: 15rem;
  }
  .view.call-list {
    flex: none;
    block-size: fit-content;
    max-block-size: 10rem;
  }
`;
