/* A story reads like a page of a good manual: one column, generous lines, the table of verdicts at its end. */
import { css } from 'lit';

export const storyStyles = css`
  :host {
    overflow-y: auto;
    scrollbar-width: thin;
  }
  article {
    max-inline-size: 42rem;
    padding: 1rem 1.125rem 2rem;
    font-size: 0.875rem;
    line-height: 1.6;
  }
  h2 {
    margin: 0 0 0.35rem;
    font-size: 1.25rem;
    line-height: 1.3;
    text-wrap: balance;
  }
  .question {
    margin: 0 0 1rem;
    padding-inline-start: 0.75rem;
    border-inline-start: 3px solid var(--_accent);
    color: var(--_ink-2);
    font-size: 1rem;
    line-height: 1.45;
    text-wrap: pretty;
  }
  h3 {
    margin: 1.5rem 0 0.5rem;
    color: var(--_ink-2);
    font-size: var(--_size);
    font-weight: 600;
  }
  h4 {
    margin: 1rem 0 0.25rem;
    font-size: 1em;
  }
  .explain {
    margin-inline: -0.75rem;
    padding-inline: calc(0.75rem - 3px) 0.75rem;
    border-inline-start: 3px solid transparent;
    border-radius: 3px;
  }
  .explain.here {
    border-inline-start-color: var(--_accent);
    background: var(--_accent-soft);
  }
  .explain:focus-visible {
    outline-offset: 2px;
  }
  .explain > .line {
    padding: 0;
    border: 0;
    background: none;
    color: var(--_ink-3);
    font-size: var(--_small);
    cursor: pointer;
  }
  p,
  ul,
  ol,
  blockquote,
  pre {
    margin: 0 0 0.75rem;
    overflow-wrap: anywhere;
  }
  pre {
    padding: 0.5rem 0.75rem;
    overflow-x: auto;
    border-radius: var(--_radius);
    background: var(--_surface);
  }
  code {
    font-family: var(--_mono);
    font-size: 0.9em;
  }
  a {
    color: var(--_accent);
  }
  blockquote {
    padding-inline-start: 0.75rem;
    border-inline-start: 2px solid var(--_line-strong);
    color: var(--_ink-2);
  }
  .tour {
    padding: 0;
    border: 0;
    background: none;
    color: var(--_accent);
    text-align: start;
    text-decoration: underline;
    text-decoration-color: var(--_line-strong);
    text-underline-offset: 0.2em;
    cursor: pointer;
  }
  .table {
    overflow-x: auto;
  }
  table {
    inline-size: 100%;
    border-collapse: collapse;
    font-size: var(--_size);
    line-height: 1.4;
  }
  th,
  td {
    padding: 0.3rem 0.75rem 0.3rem 0;
    border-block-end: 1px solid var(--_line);
    font-weight: 400;
    text-align: start;
    vertical-align: baseline;
  }
  thead th {
    color: var(--_ink-3);
  }
  thead code {
    white-space: nowrap;
  }
  .kernel {
    min-inline-size: 4.5rem;
    padding: 0.1rem 0.4rem;
    text-align: start;
    border: 1px solid transparent;
    border-radius: var(--_radius);
    background: none;
    color: var(--_accent);
    font-weight: 600;
    text-decoration: underline;
    text-decoration-color: var(--_line-strong);
    text-underline-offset: 0.2em;
    white-space: nowrap;
    cursor: pointer;
  }
  .kernel:hover {
    background: var(--_surface);
  }
  .shown .kernel {
    border-color: var(--_accent);
    background: var(--_accent-soft);
    text-decoration: none;
  }
  .chip {
    padding: 0 0.4rem;
    border: 1px solid var(--_line-strong);
    border-radius: 1rem;
    color: var(--_ink-2);
    font-size: var(--_small);
    white-space: nowrap;
  }
  .chip.derived {
    border-style: dashed;
  }
  .verdict {
    white-space: nowrap;
  }
  .holds {
    color: var(--_good);
  }
  .violated {
    color: var(--_broken);
    font-weight: 600;
  }
  .found {
    color: var(--_ink-3);
    font-size: var(--_small);
  }
  .found.wrong {
    color: var(--_broken);
    font-weight: 600;
  }
`;
