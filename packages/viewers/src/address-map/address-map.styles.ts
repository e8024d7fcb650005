/** Styles of the address map: the stage with the canvas, the legend below it, the tooltip over it. */

import { css } from 'lit';

export const styles = css`
  :host {
    display: flex;
    flex-direction: column;
    position: relative;
    container-type: inline-size;
    block-size: 20rem;
    min-block-size: 15rem;
  }
  .stage {
    flex: 1 1 auto;
    min-block-size: 0;
  }
  .crosshair {
    position: absolute;
    inset-block: 0;
    inset-inline-start: 0;
    inline-size: 1px;
    background: var(--_ink-3);
    opacity: 0.5;
    pointer-events: none;
  }
  .foot {
    border-block-start: 1px solid var(--_line);
  }
  .legend {
    flex: 1 1 12rem;
  }
  .readout {
    padding-inline-end: 0.5rem;
    color: var(--_ink-3);
    white-space: nowrap;
  }
  @container (max-width: 40rem) {
    .readout {
      display: none;
    }
  }
`;
