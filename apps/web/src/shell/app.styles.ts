/*
 * The shell's grid, and what the dock puts in place: a header, pages of a narrow window, panes, a timeline that is always in reach.
 * Hairlines instead of boxes: the content draws the shape.
 */
import { css } from 'lit';

export const appStyles = css`
  :host {
    --_strip: 2.25rem;
    display: grid;
    grid-template: 'header' auto 'pages' auto 'panes' minmax(0, 1fr) 'time' auto / minmax(0, 1fr);
    block-size: 100dvh;
    /* Nothing in here scrolls the page, whatever a pane brings into view. */
    contain: layout paint;
    overflow: clip;
  }
  header {
    grid-area: header;
    min-inline-size: 0;
    container-type: inline-size;
  }
  main {
    grid-area: panes;
    min-block-size: 0;
    min-inline-size: 0;
    overflow: clip;
  }
  footer {
    grid-area: time;
    border-block-start: 1px solid var(--_line);
    min-inline-size: 0;
  }
  /* The map of the run, and the controls of time beside or below it. */
  .time {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.25rem 0.5rem;
    /* It is fetched after the first picture, and nothing is to move then. */
    min-block-size: 2.25rem;
    padding: 0.375rem 0.375rem 0;
  }
  .time mm-minimap {
    flex: 1 1 24rem;
  }
  mm-app-viewer {
    display: contents;
  }

  .dock {
    position: relative;
    block-size: 100%;
    contain: strict;
  }
  .placed {
    position: absolute;
    inset-block-start: var(--_top);
    inset-inline-start: var(--_left);
    inline-size: var(--_width);
    block-size: var(--_height);
    min-inline-size: 0;
    min-block-size: 0;
  }
  .strip {
    z-index: 1;
    display: flex;
    align-items: stretch;
    block-size: var(--_strip);
    border-block-end: 1px solid var(--_line);
    background: var(--_canvas);
  }
  .tabs {
    display: flex;
    flex: 1 1 0;
    min-inline-size: 0;
    overflow-x: auto;
    overflow-y: hidden;
    scrollbar-width: none;
    gap: 0.125rem;
    padding-inline: 0.375rem;
    /* What fades of a row that goes on, and the button that leads to the rest. */
    scroll-padding-inline: 3.5rem;
  }
  .tabs button {
    flex: none;
    padding: 0.25rem 0.5rem 0.2rem;
    border: 0;
    border-block-end: 2px solid transparent;
    background: none;
    color: var(--_ink-3);
    white-space: nowrap;
    font-weight: 600;
    cursor: pointer;
    user-select: none;
  }
  .tabs button:hover {
    color: var(--_ink);
  }
  .tabs button[aria-selected='true'] {
    border-block-end-color: var(--_accent);
    color: var(--_ink);
  }
  /* Quiet until somebody comes near; always there for the keyboard and for fingers. */
  .control.small {
    align-self: center;
    flex: none;
    inline-size: 1.75rem;
    block-size: 1.75rem;
    color: var(--_ink-3);
  }
  .control.small:last-child {
    margin-inline-end: 0.25rem;
  }
  @media (hover: hover) {
    .strip:not(:hover, :focus-within) .control.small:not(.beside) {
      opacity: 0;
    }
  }
  /* Where the tabs need more room than there is, they fade at the end where they go on, and a button leads to all of them. */
  .strip:not([data-cut]) .beside {
    display: none;
  }
  .strip[data-cut] .tabs {
    --_fade: 1.75rem;
    mask-image: linear-gradient(
      to right,
      transparent,
      #000 var(--_fade-start, 0rem),
      #000 calc(100% - var(--_fade-end, 0rem)),
      transparent
    );
  }
  .strip[data-cut~='start'] .tabs {
    --_fade-start: var(--_fade);
  }
  .strip[data-cut~='end'] .tabs {
    --_fade-end: var(--_fade);
  }
  .panel {
    display: grid;
    grid-template: minmax(0, 1fr) / minmax(0, 1fr);
    padding-block-start: var(--_strip);
    overflow: clip;
  }
  .panel.plain {
    padding-block-start: 0;
  }
  .panel[hidden] {
    display: none;
  }
  .panel > :is(mm-app-story, mm-app-tour, mm-app-compare, mm-app-race, mm-app-failures, mm-app-editor),
  .panel
    > mm-app-viewer
    > :is(mm-call-list, mm-maps-table, mm-maple-tree, mm-address-map, mm-events, mm-proc, mm-call-graph),
  .panel > .fill > mm-app-viewer > mm-schedules {
    block-size: auto;
    min-block-size: 0;
  }
  .panel > .fill {
    display: contents;
  }
  .panel > .empty {
    margin: 0;
    padding: 1.5rem 1rem;
    color: var(--_ink-3);
    text-align: center;
  }
  /* Below this height it would hide what stands under the mappings: it scrolls instead. */
  .panel > mm-app-viewer > mm-address-map,
  .scroll > mm-app-viewer > mm-address-map {
    min-block-size: 14.5rem;
    padding-block-start: 0.375rem;
  }
  .panel:has(> mm-app-viewer > mm-address-map) {
    overflow-y: auto;
    scrollbar-width: thin;
  }
  .script {
    display: flex;
    flex-direction: column;
    min-block-size: 0;
  }
  .script > mm-app-editor {
    flex: 1 1 0;
    min-block-size: 0;
  }
  .scroll {
    min-block-size: 0;
    overflow-y: auto;
    scrollbar-width: thin;
  }
  .scroll > h2 {
    position: sticky;
    inset-block-start: 0;
    z-index: 1;
    padding: 0.6rem 0.875rem 0.35rem;
    background: var(--_canvas);
    color: var(--_ink-2);
  }
  .scroll > mm-app-viewer + h2 {
    border-block-start: 1px solid var(--_line);
  }
  .scroll > mm-app-viewer:only-child > :is(mm-address-map, mm-maps-table) {
    block-size: 100%;
  }
  .cut-off {
    align-self: start;
    margin: 0.75rem;
    padding: 0.75rem;
    border-radius: var(--_radius);
    background: var(--_broken-soft);
    overflow-wrap: anywhere;
  }
  .cut-off p {
    margin: 0 0 0.5rem;
  }
  .cut-off .glyph {
    color: var(--_broken);
    margin-inline-end: 0.35rem;
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

  /* A line of one pixel, with room around it for a hand. */
  .line {
    z-index: 2;
    touch-action: none;
  }
  .line.vertical {
    inline-size: 9px;
    margin-inline-start: -4px;
    cursor: col-resize;
  }
  .line.horizontal {
    block-size: 9px;
    margin-block-start: -4px;
    cursor: row-resize;
  }
  .line::before {
    content: '';
    position: absolute;
    background: var(--_line);
  }
  .line.vertical::before {
    inset-block: 0;
    inset-inline-start: 4px;
    inline-size: 1px;
  }
  .line.horizontal::before {
    inset-inline: 0;
    inset-block-start: 4px;
    block-size: 1px;
  }
  .line:is(:hover, :active, :focus-visible)::before {
    background: var(--_accent);
    outline: 1px solid var(--_accent);
  }
  .line:focus-visible {
    outline: none;
  }
  .landing {
    z-index: 3;
    border: 2px solid var(--_accent);
    border-radius: var(--_radius);
    background: color-mix(in srgb, var(--_accent-soft) 70%, transparent);
    pointer-events: none;
  }

  .pages {
    grid-area: pages;
    display: flex;
    border-block-end: 1px solid var(--_line);
  }
  .pages button {
    flex: 1 1 0;
    padding: 0.6rem 0.25rem;
    border: 0;
    border-block-end: 2px solid transparent;
    background: none;
    color: var(--_ink-2);
    font-weight: 600;
    cursor: pointer;
  }
  .pages button[aria-pressed='true'] {
    border-block-end-color: var(--_accent);
    color: var(--_ink);
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

  @media (width <= 64rem) {
    mm-timeline::part(track) {
      block-size: 6.25rem;
    }
    /* Its buttons and its map in one row, as long as both can be read. */
    mm-minimap::part(map) {
      flex-basis: 8rem;
    }
    /* A tour goes through time itself; the room is for its text and its picture. */
    main[data-tour] ~ footer mm-app-time,
    main[data-tour] ~ footer mm-timeline::part(track) {
      display: none;
    }
  }
  /* A phone: the panes need the room more than what each function called. */
  @media (width <= 64rem) and (height <= 50rem) {
    mm-timeline::part(track) {
      block-size: 4.25rem;
    }
  }
  /* Too low for everything at once (a phone on its side, a page at 200 %): then the page scrolls, and a pane keeps its height. */
  @media (height <= 36rem) {
    :host {
      block-size: auto;
      min-block-size: 100dvh;
      contain: none;
      overflow: visible;
    }
    main {
      block-size: max(24rem, 70dvh);
    }
  }

  @media (forced-colors: active) {
    .tabs button,
    .pages button {
      border-block-end-color: Canvas;
    }
    .tabs button[aria-selected='true'],
    .pages button[aria-pressed='true'] {
      border-block-end-color: Highlight;
    }
    .line::before {
      background: CanvasText;
    }
    .line:is(:hover, :active, :focus-visible)::before {
      background: Highlight;
      outline-color: Highlight;
    }
    .landing {
      border-color: Highlight;
    }
  }
`;
