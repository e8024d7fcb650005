/** Styles of the event log. */

import { css } from 'lit';

export const styles = css`
  :host {
    container-type: inline-size;
    --_indent: 0.75rem;
  }
  .filters {
    flex: none;
    display: grid;
    gap: 0.375rem;
    padding: 0.375rem 0.625rem;
    border-block-end: 1px solid var(--_line);
    font-size: var(--_small);
  }
  .kinds,
  .fields {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.25rem 0.375rem;
  }
  .kind {
    display: inline-flex;
    align-items: center;
    gap: 0.3rem;
    padding: 0.0625rem 0.5rem;
    border: 1px solid var(--_line);
    border-radius: 1rem;
    background: transparent;
    color: var(--_ink-2);
    cursor: pointer;
  }
  .kind:hover {
    border-color: var(--_line-strong);
    color: var(--_ink);
  }
  .kind[aria-pressed='true'] {
    border-color: var(--_accent);
    background: var(--_accent-soft);
    color: var(--_ink);
  }
  .fields {
    gap: 0.375rem 0.75rem;
    color: var(--_ink-3);
  }
  .field,
  .check {
    display: inline-flex;
    align-items: center;
    gap: 0.35rem;
    white-space: nowrap;
  }
  .field input,
  .field select {
    inline-size: 8.5rem;
    block-size: 1.625rem;
    padding: 0 0.4rem;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: var(--_raised);
    color: var(--_ink);
    font: inherit;
    font-family: var(--_mono);
  }
  .field select {
    inline-size: auto;
  }
  .field input::placeholder {
    color: var(--_ink-3);
    opacity: 0.8;
  }
  .field input[aria-invalid='true'] {
    border-color: var(--_broken);
  }
  .check input {
    margin: 0;
  }
  .count {
    margin-inline-start: auto;
    white-space: nowrap;
  }
  .line {
    flex: none;
    inline-size: 3.25rem;
    color: var(--_ink-3);
    text-align: end;
  }
  .task {
    flex: none;
    color: var(--_ink-3);
  }
  .task:empty,
  .name:empty {
    display: none;
  }
  .indent {
    flex: none;
    align-self: stretch;
  }
  .row .glyph {
    flex: none;
    inline-size: 1rem;
    color: var(--_ink-3);
    text-align: center;
  }
  .name {
    flex: none;
  }
  .call .name,
  .enter .name {
    font-weight: 600;
  }
  .call .glyph,
  .enter .glyph,
  .result .glyph {
    color: var(--_accent);
  }
  .fault .glyph,
  .flush .glyph,
  .page .glyph,
  .rss .glyph,
  .lock .glyph,
  .tree .glyph,
  .search .glyph,
  .row:is(.fault, .flush, .page, .rss, .lock, .tree, .search) .name {
    color: var(--_inferred);
  }
  .exit .name {
    color: var(--_ink-3);
  }
  .finding .glyph,
  .finding .detail {
    color: var(--_before);
  }
  .call .detail,
  .result .detail {
    color: var(--_ink-2);
  }
  .range {
    flex: none;
    margin-inline-start: auto;
    padding-inline: 0.25rem;
    border-radius: 3px;
    color: var(--_ink-3);
    text-decoration: underline dotted var(--_line-strong);
    text-underline-offset: 0.2em;
    cursor: pointer;
  }
  .range:hover,
  .range.about {
    background: var(--_accent-soft);
    color: var(--_ink);
  }
  .range.about {
    text-decoration: underline solid var(--_accent);
  }
  .row.future .name,
  .row.future .detail,
  .row.future .glyph {
    color: var(--_ink-3);
    font-weight: 400;
  }
  @container (max-width: 34rem) {
    .row .range,
    .count {
      display: none;
    }
    .line {
      inline-size: 2.25rem;
    }
    .field input {
      inline-size: 6.5rem;
    }
    .kinds,
    .fields {
      flex-wrap: nowrap;
      overflow-x: auto;
      scrollbar-width: none;
    }
    .kind {
      flex: none;
    }
  }
  @media (forced-colors: active) {
    .kind[aria-pressed='true'] {
      background: Highlight;
      color: HighlightText;
      forced-color-adjust: none;
    }
  }
`;
