/** Two sides in a figure: viewers in pairs, one below the other or beside each other where there is room; what differs below the timeline. */

import { css } from 'lit';

/** Styles of `mm-comparison`. */
export const styles = css`
  :host {
    flex: 1;
    display: flex;
    flex-direction: column;
    min-block-size: 0;
  }
  .views {
    flex: 1;
    display: flex;
    flex-direction: column;
    gap: 1px;
    min-block-size: 0;
    overflow-y: auto;
    background: var(--_line);
  }
  .pair {
    flex: 1 0 auto;
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 1px;
  }
  .cell {
    display: flex;
    flex-direction: column;
    min-inline-size: 0;
    min-block-size: 0;
    background: var(--_canvas);
  }
  .name {
    flex: none;
    margin: 0;
    padding: 0.25rem 0.75rem;
    font-size: 0.8125rem;
    border-block-end: 1px solid var(--_line);
  }
  .view {
    flex-basis: 12rem;
  }
  .view.call-list {
    max-block-size: 5.5rem;
  }
  .apart {
    flex: none;
    display: grid;
    align-content: start;
    block-size: 11rem;
    overflow: auto;
    border-block-start: 1px solid var(--_line);
  }
  .apart > div {
    min-inline-size: 0;
  }
  .words p {
    margin: 0 0 0.35rem;
  }
  .call {
    overflow-wrap: anywhere;
  }
  .call > code {
    color: var(--_ink);
  }
  @container (inline-size >= 46rem) {
    .pair,
    .apart {
      grid-template-columns: repeat(auto-fit, minmax(20rem, 1fr));
    }
    .apart {
      block-size: 15rem;
    }
    .pair {
      flex: 1 1 0;
      min-block-size: 10rem;
    }
    .view.call-list {
      max-block-size: 8rem;
    }
    .pair:has(.address-map) {
      flex: none;
      min-block-size: 0;
    }
    .view {
      flex: 1 1 0;
    }
    /* The pair above says which column is whose. */
    .pair ~ .pair .name {
      display: none;
    }
  }
  /* On paper, and where nothing can be scrolled to its place by a script, all of it is there: one below the other. */
  @media print, (scripting: none) {
    :host,
    .views,
    .pair,
    .cell,
    .apart,
    .pair ~ .pair .name {
      display: block;
      block-size: auto;
      overflow: visible;
    }
    .cell {
      break-inside: avoid;
    }
    .view.view.view {
      block-size: auto;
      max-block-size: none;
      overflow: visible;
      border-block-end: 1px solid var(--_line);
    }
  }
`;
