/** What differs, in words, as a list of calls and as tables of costs: alike is quiet, and each side has its colour. */

import { css } from 'lit';

/** Styles of what `differencesList`, `answers` and `costsBeside` draw. */
export const differenceStyles = css`
  .answers {
    margin: 0.6rem 0.875rem;
    color: var(--_ink-2);
  }
  summary {
    cursor: pointer;
  }
  .answers ol {
    margin: 0.25rem 0 0;
    padding: 0;
    list-style: none;
  }
  .answers button {
    display: block;
    inline-size: 100%;
    padding: 0.15rem 0.25rem;
    border: 0;
    border-radius: 0.25rem;
    background: none;
    text-align: start;
    cursor: pointer;
    overflow-wrap: anywhere;
  }
  .answers button:is(:hover, .here) {
    background: var(--_surface);
  }
  .answers .short {
    display: block;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .values {
    display: block;
  }
  .answers .first {
    color: var(--_broken);
    font-weight: 600;
  }
  .line,
  .where,
  .none {
    color: var(--_ink-3);
  }
  .none {
    margin: 0.4rem 0;
  }
  code {
    font-family: var(--_mono);
    font-size: 0.92em;
  }
  b.side0 {
    color: var(--_accent);
  }
  b.side1 {
    color: var(--_after);
  }
  .scroll {
    overflow-x: auto;
    padding: 0 0.875rem;
  }
  .costs {
    border-collapse: collapse;
    inline-size: 100%;
    max-inline-size: 52rem;
  }
  .costs :is(th, td) {
    padding: 0.1rem 1rem 0.1rem 0;
    border-block-end: 1px solid var(--_line);
    font-weight: 400;
    text-align: start;
    white-space: nowrap;
  }
  .costs thead :is(th, td) {
    color: var(--_ink);
    font-weight: 600;
  }
  .costs tbody th {
    color: var(--_ink-2);
  }
  .costs tbody td {
    font-family: var(--_mono);
    font-size: 0.92em;
  }
  .costs .same td {
    color: var(--_ink-3);
  }
  td svg {
    display: block;
    margin-block: 0.05rem 0.1rem;
    forced-color-adjust: none;
  }
  .same svg {
    display: none;
  }
  .ground {
    fill: var(--_line);
  }
  .bar0 .value {
    fill: var(--_accent);
  }
  .bar1 .value {
    fill: var(--_after);
  }
`;
