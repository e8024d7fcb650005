/*
 * The grid. Three widths: narrow (one pane at a time, the timeline always in reach), wide (program, space, machine), and
 * very wide (page tables and steps side by side). Hairlines instead of boxes: the content draws the shape.
 */
import { css } from 'lit';

export const appStyles = css`
  :host {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    grid-template-rows: auto auto minmax(0, 1fr) auto;
    block-size: 100dvh;
    /* Nothing in here scrolls the page, whatever a pane brings into view. */
    contain: layout paint;
    overflow: clip;
  }
  main {
    grid-row: 3;
    display: grid;
    min-block-size: 0;
    grid-template-columns: minmax(15rem, 24rem) minmax(26rem, 1fr) minmax(22rem, 29rem);
    grid-template-rows: auto minmax(0, 1fr);
    grid-template-areas: 'left centre tabs' 'left centre side';
  }
  .panes {
    grid-row: 2;
    display: none;
  }
  footer {
    grid-row: 4;
    border-block-start: 1px solid var(--_line);
    min-inline-size: 0;
  }
  section {
    position: relative;
    min-inline-size: 0;
    min-block-size: 0;
    overflow: clip;
  }
  .left {
    grid-area: left;
    display: flex;
    flex-direction: column;
    border-inline-end: 1px solid var(--_line);
  }
  .centre {
    grid-area: centre;
    display: flex;
    flex-direction: column;
    border-inline-end: 1px solid var(--_line);
  }
  .side {
    grid-area: tabs;
  }
  .tables {
    grid-area: side;
    overflow-y: auto;
    scrollbar-width: thin;
  }
  .inside {
    grid-area: side;
    overflow-y: auto;
    scrollbar-width: thin;
  }

  .card > h2 {
    position: sticky;
    inset-block-start: 0;
    z-index: 1;
    padding: 0.6rem 0.875rem 0.35rem;
    background: var(--_canvas);
    color: var(--_ink-2);
  }
  .card.map {
    flex: none;
    padding-block-start: 0.5rem;
  }
  /* What is no list needs height. */
  .centre:is([data-tab='tree'], [data-tab='memory'], [data-tab='compare'], [data-tab='race']) mm-address-map {
    block-size: 15rem;
  }
  .card.vmas {
    display: flex;
    flex-direction: column;
    flex: 1 1 0;
    min-block-size: 8rem;
    border-block-start: 1px solid var(--_line);
  }
  .tabs {
    display: flex;
    overflow-x: auto;
    overflow-y: hidden;
    scrollbar-width: none;
    gap: 0.25rem;
    padding: 0.4rem 0.6rem 0;
    border-block-end: 1px solid var(--_line);
  }
  .tabs button {
    padding: 0.35rem 0.6rem 0.45rem;
    border: 0;
    border-block-end: 2px solid transparent;
    background: none;
    color: var(--_ink-3);
    white-space: nowrap;
    font-weight: 600;
    cursor: pointer;
  }
  .tabs button:hover {
    color: var(--_ink);
  }
  .tabs button:is([aria-selected='true'], [aria-pressed='true']) {
    border-block-end-color: var(--_accent);
    color: var(--_ink);
  }
  .panel {
    flex: 1 1 0;
    min-block-size: 0;
    display: grid;
    grid-template: minmax(0, 1fr) / minmax(0, 1fr);
  }
  .panel[hidden] {
    display: none;
  }
  .panel > :is(mm-call-list, mm-maps-table, mm-maple-tree, mm-app-story, mm-app-tour, mm-app-compare, mm-app-race) {
    block-size: auto;
    min-block-size: 0;
  }
  .memory {
    min-block-size: 0;
    overflow-y: auto;
    scrollbar-width: thin;
  }
  .memory h2 {
    padding: 0.6rem 0.75rem 0;
    border-block-start: 1px solid var(--_line);
    color: var(--_ink-2);
  }
  .waiting {
    margin: 0;
    padding: 0.25rem 0 0 3.25rem;
    overflow: hidden;
    color: var(--_ink-3);
    font-family: var(--_mono);
    font-size: 0.75rem;
    line-height: 1.55;
  }
  .drop {
    position: fixed;
    inset: 0.75rem;
    z-index: 10;
    display: grid;
    place-items: center;
    border: 2px dashed var(--_accent);
    border-radius: 1rem;
    background: color-mix(in srgb, var(--_accent-soft) 88%, transparent);
    font-size: 1.25rem;
    font-weight: 600;
    pointer-events: none;
  }

  @media (width >= 105rem) {
    main {
      grid-template-columns: 28rem minmax(0, 1fr) 33rem;
    }
  }

  @media (width >= 140rem) {
    main {
      grid-template-columns: minmax(24rem, 30rem) minmax(0, 1fr) minmax(26rem, 34rem) minmax(22rem, 27rem);
      grid-template-rows: minmax(0, 1fr);
      grid-template-areas: 'left centre tables inside';
    }
    .side {
      display: none;
    }
    .tables {
      grid-area: tables;
      border-inline-end: 1px solid var(--_line);
    }
    .inside {
      grid-area: inside;
    }
  }

  @media (64rem < width < 140rem) {
    main[data-side='tables'] > .inside,
    main[data-side='steps'] > .tables {
      display: none;
    }
    /* The tabs say it to the eye; as headings they stay. */
    .walk > h2,
    .steps > h2 {
      position: absolute;
      inline-size: 1px;
      block-size: 1px;
      padding: 0;
      overflow: hidden;
      clip-path: inset(50%);
    }
  }

  @media (width <= 64rem) {
    .panes {
      display: flex;
      border-block-end: 1px solid var(--_line);
    }
    .panes button {
      flex: 1 1 0;
      padding: 0.6rem 0.25rem;
      border: 0;
      border-block-end: 2px solid transparent;
      background: none;
      color: var(--_ink-2);
      font-weight: 600;
      cursor: pointer;
    }
    .panes button[aria-pressed='true'] {
      border-block-end-color: var(--_accent);
      color: var(--_ink);
    }
    main[data-pane] {
      grid-template: 'pane' minmax(0, 1fr) / minmax(0, 1fr);
    }
    .side {
      display: none;
    }
    main > section[data-pane] {
      grid-area: pane;
      display: none;
      border: 0;
    }
    main[data-pane='script'] > [data-pane='script'],
    main[data-pane='map'] > [data-pane='map'] {
      display: flex;
    }
    .centre {
      overflow-y: auto;
    }
    mm-timeline::part(track) {
      block-size: 6.25rem;
    }
    .card.vmas {
      flex: 1 0 24rem;
    }
    main[data-pane='tables'] > [data-pane='tables'],
    main[data-pane='steps'] > [data-pane='steps'] {
      display: block;
    }
  }

  @media (forced-colors: active) {
    .tabs button:is([aria-selected='true'], [aria-pressed='true']),
    .panes button[aria-pressed='true'] {
      border-block-end-color: Highlight;
    }
  }
`;
