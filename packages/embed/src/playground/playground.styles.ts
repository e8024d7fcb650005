/** How a figure looks: a quiet frame, views one below the other or beside each other where there is room. */

import { css } from 'lit';

/** Styles of `mm-playground`. */
export const styles = css`
  :host {
    display: block;
    contain: inline-size;
    container-type: inline-size;
    min-block-size: var(--mm-height, 26rem);
    margin-block: 1rem;
    color: var(--_ink);
    background: var(--_canvas);
    border: 1px solid var(--_line);
    border-radius: 6px;
    overflow: hidden;
    direction: ltr;
  }
  :host([hidden]) {
    display: none;
  }
  :host([theme='light']) {
    color-scheme: light;
  }
  :host([theme='dark']) {
    color-scheme: dark;
  }
  .figure {
    display: flex;
    flex-direction: column;
    block-size: var(--mm-height, 26rem);
  }
  .views {
    flex: 1;
    min-block-size: 0;
    display: grid;
    grid-auto-flow: row;
    grid-auto-rows: minmax(0, 1fr);
    gap: 1px;
    background: var(--_line);
  }
  .view {
    position: relative;
    min-inline-size: 0;
    min-block-size: 0;
    overflow: auto;
    background: var(--_canvas);
  }
  .view > * {
    block-size: 100%;
  }
  .time {
    flex: none;
    block-size: 8.5rem;
    border-block-start: 1px solid var(--_line);
  }
  @container (inline-size >= 46rem) {
    .views {
      grid-auto-flow: column;
      grid-template-rows: repeat(2, minmax(0, 1fr));
      grid-auto-columns: minmax(0, 1fr);
    }
    .view:first-child,
    .views.few > .view {
      grid-row: 1 / -1;
    }
  }
  .trouble {
    margin: 0;
    padding: 0.6rem 0.8rem;
    font-size: 0.875rem;
    color: var(--_broken);
    background: var(--_broken-soft);
    border-block-start: 1px solid var(--_line);
    white-space: pre-wrap;
  }
  .foot {
    flex: none;
    margin: 0;
    padding: 0.3rem 0.8rem;
    display: flex;
    gap: 1rem;
    justify-content: space-between;
    font-size: 0.75rem;
    color: var(--_ink-3);
    border-block-start: 1px solid var(--_line);
  }
  ::slotted(pre) {
    margin: 0;
    padding: 0.8rem;
    overflow: auto;
  }
  @media print {
    :host,
    .figure {
      block-size: auto;
      min-block-size: 0;
      break-inside: avoid;
    }
    .time {
      display: none;
    }
  }
`;
