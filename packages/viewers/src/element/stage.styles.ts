/** The drawing area of the viewers that draw on a canvas: dragged to move, focused for its keys. Each says how large it is. */

import { css } from 'lit';

export const stageStyles = css`
  .stage {
    position: relative;
    overflow: hidden;
    touch-action: pan-y;
    cursor: grab;
    user-select: none;
    -webkit-user-select: none;
  }
  .stage:active {
    cursor: grabbing;
  }
  .stage:focus-visible {
    outline-offset: -1px;
  }
  canvas,
  .picture {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    display: block;
  }
`;
