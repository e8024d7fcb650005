/** Styles of the page tables: the walk, the stage with the canvas or the table of runs, the foot. */

import { css } from 'lit';

export const styles = css`
  :host {
    display: flex;
    flex-direction: column;
    position: relative;
    container-type: inline-size;
    block-size: auto;
    overflow: visible;
  }
  .stage {
    flex: none;
    block-size: var(--mm-page-table-stage, 22rem);
    border-block: 1px solid var(--_line);
  }
  .walk {
    padding: 0.5rem 0.75rem 0.625rem;
  }
  .address {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 0.25rem 0.75rem;
    margin-block-end: 0.375rem;
  }
  .bits {
    display: flex;
    flex-wrap: wrap;
    gap: 0.25rem 0.125rem;
  }
  .bitpart {
    display: grid;
    justify-items: center;
    padding: 0.0625rem 0.25rem 0.125rem;
    border: 1px solid var(--_line);
    border-radius: 0.25rem;
    font-family: var(--_mono);
    line-height: 1.35;
  }
  .bitpart .of {
    color: var(--_ink-2);
    font-size: 0.75em;
    white-space: nowrap;
  }
  .bitpart small {
    margin-inline-start: 0.25rem;
    color: var(--_ink-3);
    font-size: inherit;
  }
  .bitpart .digits {
    color: var(--_ink-2);
    font-size: 0.79em;
  }
  .bitpart .value {
    color: var(--_ink);
    font-size: 0.82em;
    font-weight: 600;
  }
  .bitpart.done {
    background: var(--_surface);
    border-color: var(--_line-strong);
  }
  .bitpart.now {
    background: var(--_accent-soft);
    border-color: var(--_accent);
    box-shadow: inset 0 0 0 1px var(--_accent);
  }
  .bitpart.now :is(.digits, .of, small) {
    color: var(--_ink);
  }
  .player {
    display: flex;
    flex: none;
  }
  .walksteps {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .walksteps li {
    border-radius: 0.25rem;
  }
  .walksteps button {
    display: grid;
    grid-template-columns: 5.5rem 11.5rem minmax(0, 1fr);
    gap: 0 0.5rem;
    inline-size: 100%;
    padding: 0.0625rem 0.375rem;
    border: 0;
    background: none;
    text-align: start;
    cursor: pointer;
  }
  .walksteps li:hover {
    background: var(--_surface);
  }
  .walksteps .where {
    font-family: var(--_mono);
    font-size: 0.92em;
    font-weight: 600;
    white-space: nowrap;
  }
  .walksteps .word {
    font-family: var(--_mono);
    font-size: 0.92em;
    color: var(--_ink-2);
    white-space: nowrap;
  }
  .walksteps .what {
    color: var(--_ink-2);
  }
  .walksteps .ahead :is(.where, .word, .what) {
    color: var(--_ink-3);
  }
  .walksteps .ahead .word {
    visibility: hidden;
  }
  .walksteps li.chosen {
    background: var(--_accent-soft);
  }
  .walksteps li.now {
    box-shadow: inset 2px 0 var(--_accent);
  }
  .walksteps li.fault .where {
    color: var(--_broken);
  }
  .walksteps li.memory .where {
    color: var(--_good);
  }
  .walksteps li.ahead.ahead .where {
    color: var(--_ink-3);
  }
  .turn {
    white-space: nowrap;
  }
  .turn[aria-pressed='true'] {
    border-color: var(--_accent);
    background: var(--_accent-soft);
    color: var(--_ink);
  }
  .key {
    display: inline-block;
    flex: none;
    inline-size: 0.5rem;
    block-size: 0.625rem;
    background: var(--_key);
    forced-color-adjust: none;
  }
  .key.swap {
    border: 1.5px solid var(--_key);
    background: none;
  }
  .key.clean {
    border-block-end: 2px solid var(--_key);
    background: color-mix(in srgb, var(--_key) 42%, transparent);
  }
  .touched {
    --_key: var(--_accent);
  }
  .clean {
    --_key: var(--_read);
  }
  .writable {
    --_key: var(--_heap);
  }
  .dirty {
    --_key: var(--_write);
  }
  .special {
    --_key: var(--_special);
  }
  .swap,
  .odd {
    --_key: var(--_broken);
  }
  .dump {
    display: flex;
    flex-direction: column;
    block-size: var(--mm-page-table-stage, 22rem);
    border-block: 1px solid var(--_line);
  }
  .dump table {
    inline-size: 100%;
    border-collapse: separate;
    border-spacing: 0;
    font-family: var(--_mono);
    font-size: 0.88em;
  }
  .dump th {
    position: sticky;
    inset-block-start: 0;
    z-index: 1;
    padding: 0.25rem 0.5rem;
    border-block-end: 1px solid var(--_line);
    background: var(--_canvas);
    color: var(--_ink-3);
    font-family: var(--_sans);
    font-weight: 500;
    text-align: start;
  }
  .dump td {
    padding: 0 0.5rem;
  }
  .dump :is(.size, .entries) {
    text-align: end;
  }
  .dump .state {
    font-family: var(--_sans);
  }
  .dump td .key {
    margin-inline-end: 0.4rem;
    vertical-align: -0.05rem;
  }
  mm-pte {
    border-block-start: 1px solid var(--_line);
  }
  @container (max-width: 46rem) {
    .walksteps button {
      grid-template-columns: 5.5rem minmax(0, 1fr);
    }
    .walksteps .what {
      grid-column: 1 / -1;
      display: none;
    }
    .walksteps :is(.now:not(.memory), .chosen) .what {
      display: block;
    }
    .dump :is(.size, .frame) {
      display: none;
    }
  }
  @container (max-width: 28rem) {
    .dump :is(.level, .access) {
      display: none;
    }
    .bitpart {
      padding-inline: 0.125rem;
    }
    .bitpart small {
      display: none;
    }
  }
  @media (forced-colors: active) {
    .bitpart.now,
    .walksteps li.chosen {
      outline: 2px solid Highlight;
      outline-offset: -2px;
    }
    .walksteps li.now .where,
    .turn[aria-pressed='true'] {
      background: Highlight;
      color: HighlightText;
      forced-color-adjust: none;
    }
  }
`;
