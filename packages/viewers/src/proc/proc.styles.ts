/** Styles of the files of /proc. */

import { css } from 'lit';

export const styles = css`
  .files {
    flex: none;
    display: flex;
    flex-wrap: wrap;
    gap: 0.25rem 0.375rem;
    padding: 0.375rem 0.625rem 0.25rem;
    font-size: var(--_small);
  }
  .file {
    padding: 0.0625rem 0.5rem;
    border: 1px solid var(--_line);
    border-radius: 1rem;
    background: transparent;
    color: var(--_ink-2);
    font-family: var(--_mono);
    cursor: pointer;
  }
  .file:hover {
    border-color: var(--_line-strong);
    color: var(--_ink);
  }
  .file[aria-pressed='true'] {
    border-color: var(--_accent);
    background: var(--_accent-soft);
    color: var(--_ink);
  }
  .meaning {
    flex: none;
    margin: 0;
    padding: 0 0.625rem 0.375rem;
    border-block-end: 1px solid var(--_line);
    color: var(--_ink-3);
    font-size: var(--_small);
  }
  .row {
    display: flex;
    inline-size: max-content;
    min-inline-size: 100%;
    padding-inline-end: 0.75rem;
    font-family: var(--_mono);
    font-size: 0.9em;
    line-height: 1.375rem;
  }
  .mark {
    flex: none;
    inline-size: 1.75rem;
    color: var(--_changed);
    font-weight: 700;
    text-align: center;
    user-select: none;
    -webkit-user-select: none;
  }
  .text {
    white-space: pre;
  }
  .row:not(.head-line) .text {
    color: var(--_ink-2);
  }
  .added,
  .changed {
    background: var(--_changed-soft);
  }
  .added .text,
  .row .diff {
    color: var(--_ink);
  }
  .diff {
    font-weight: 600;
    text-decoration: underline 2px var(--_changed);
    text-underline-offset: 0.2em;
  }
  .was {
    padding-inline: 0.35rem 0.1rem;
    color: var(--_before);
    text-decoration: line-through;
    text-decoration-thickness: 1px;
    user-select: none;
    -webkit-user-select: none;
  }
  .removed .text {
    color: var(--_ink-3);
    text-decoration: line-through;
    user-select: none;
    -webkit-user-select: none;
  }
  .foot {
    flex: none;
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.125rem 0.75rem;
    padding: 0.125rem 0.5rem;
    border-block-start: 1px solid var(--_line);
    color: var(--_ink-3);
    font-size: var(--_small);
  }
  .foot label {
    display: inline-flex;
    align-items: center;
    gap: 0.35rem;
  }
  .foot input {
    margin: 0;
  }
  .foot .button {
    margin-inline-start: auto;
    font-size: var(--_small);
  }
  @media (forced-colors: active) {
    .file[aria-pressed='true'] {
      background: Highlight;
      color: HighlightText;
      forced-color-adjust: none;
    }
  }
`;
