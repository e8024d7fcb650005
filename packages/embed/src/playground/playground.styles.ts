/** How a figure looks: a quiet frame, views one below the other or beside each other where there is room. */

import { css } from 'lit';

/** Styles of `mm-playground`. */
export const styles = css`
  :host {
    --_height: var(--mm-height, 40rem);
    position: relative;
    box-sizing: border-box;
    display: block;
    container-type: inline-size;
    min-block-size: var(--_height);
    margin-block: 1rem;
    color: var(--_ink);
    background: var(--_canvas);
    border: 1px solid var(--_line);
    border-radius: 6px;
    overflow: hidden;
    direction: ltr;
  }
  :host([compare]) {
    --_height: var(--mm-height, 64rem);
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
    block-size: calc(var(--_height) - 2px);
  }
  /* A page is shown while it arrives: what comes last takes its room from what came first, so it is seen as a whole or not at all. */
  .figure:not(:has(> .foot)) {
    visibility: hidden;
  }
  /* What a server rendered, while the figure below it is painted for the first time. */
  .figure ~ .figure {
    position: absolute;
    inset: 0;
    background: var(--_canvas);
  }
  .views,
  .rest {
    display: flex;
    flex-direction: column;
    gap: 1px;
    min-block-size: 0;
    background: var(--_line);
  }
  .views,
  .rest {
    flex: 1;
  }
  .own {
    flex: 1;
    overflow: auto;
    padding: 0.8rem;
  }
  .time {
    flex: none;
    border-block-start: 1px solid var(--_line);
  }
  @container (inline-size >= 46rem) {
    .views {
      flex-direction: row;
    }
    .views > .view.view {
      flex: 2 1 0;
      block-size: auto;
      max-block-size: none;
    }
    .rest {
      flex: 3 1 0;
      min-inline-size: 0;
    }
    .rest > .view.address-map:only-child,
    .views > .view.address-map {
      flex: 3 1 0;
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
  /* On paper, and where nothing can be scrolled to its place by a script, all of it is there: one below the other. */
  @media print, (scripting: none) {
    :host {
      min-block-size: 0;
      overflow: visible;
    }
    .figure,
    .views,
    .rest {
      display: block;
      block-size: auto;
    }
    .view.view.view {
      block-size: auto;
      max-block-size: none;
      overflow: visible;
      border-block-end: 1px solid var(--_line);
    }
    .view.address-map {
      break-inside: avoid;
    }
    .time {
      display: none;
    }
  }
`;
