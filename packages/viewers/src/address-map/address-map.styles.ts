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
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.25rem 0.875rem;
    padding: 0.25rem 0.5rem;
    border-block-start: 1px solid var(--_line);
    font-size: var(--_small);
    color: var(--_ink-2);
  }
  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: 0.125rem 0.75rem;
    margin: 0;
    padding: 0;
    list-style: none;
    flex: 1 1 12rem;
  }
  .legend li {
    display: inline-flex;
    align-items: center;
    gap: 0.35rem;
    white-space: nowrap;
  }
  .tools {
    display: flex;
    align-items: center;
    gap: 0.125rem;
    margin-inline-start: auto;
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
