/* The verdict first and in words, then the picture, then the numbers. */
import { css } from 'lit';

export const raceStyles = css`
  :host {
    overflow-y: auto;
    scrollbar-width: thin;
    padding-block-end: 1rem;
  }
  .bar {
    display: flex;
    flex-wrap: wrap;
    align-items: start;
    gap: 0.4rem;
    padding: 0.6rem 0.875rem 0.4rem;
  }
  .kernels {
    display: flex;
    flex-wrap: wrap;
    flex: 1 1 min(100%, 22rem);
    gap: 0.3rem;
  }
  .bar .control {
    block-size: 1.75rem;
  }
  .kernel {
    display: inline-flex;
    align-items: baseline;
    gap: 0.35rem;
    padding: 0.2rem 0.55rem;
    border: 1px solid var(--_line);
    border-radius: 1rem;
    background: var(--_raised);
    white-space: nowrap;
    cursor: pointer;
  }
  .kernel:hover {
    border-color: var(--_line-strong);
  }
  .kernel[aria-pressed='true'] {
    border-color: var(--_accent);
    background: var(--_accent-soft);
    box-shadow: inset 0 0 0 1px var(--_accent);
  }
  .kernel .words {
    color: var(--_ink-2);
    font-size: var(--_small);
  }
  .kernel.open .words {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
  }
  .holds,
  .kernel.holds .glyph {
    color: var(--_good);
  }
  .violated,
  .kernel.violated .glyph {
    color: var(--_broken);
  }
  .violated,
  .holds {
    font-weight: 600;
  }
  .kernel {
    color: var(--_ink);
    font-weight: 400;
  }
  .verdict {
    padding: 0.25rem 0.875rem;
  }
  .verdict p {
    margin: 0 0 0.35rem;
    line-height: 1.5;
    overflow-wrap: anywhere;
  }
  .what {
    color: var(--_ink-2);
  }
  .numbers {
    color: var(--_ink-3);
  }
  .numbers b {
    color: var(--_ink-2);
  }
  .why {
    padding: 0 0.25rem;
    border: 0;
    background: none;
    color: var(--_accent);
    font-weight: 600;
    text-decoration: underline;
    text-underline-offset: 0.2em;
    cursor: pointer;
  }
  progress {
    inline-size: 100%;
    block-size: 0.35rem;
    accent-color: var(--_accent);
  }
  h2 {
    margin: 0.6rem 0.875rem 0.4rem;
    color: var(--_ink-2);
    font-size: var(--_size);
    font-weight: 600;
  }
  code {
    font-family: var(--_mono);
    font-size: 0.95em;
  }
  .choices {
    display: flex;
    flex-wrap: wrap;
    gap: 0.35rem;
    padding: 0 0.875rem 0.5rem;
  }
  .choices [aria-pressed='true'] {
    border-color: var(--_accent);
    background: var(--_accent-soft);
  }
  .table {
    overflow-x: auto;
    margin-inline: 0.875rem;
  }
  table {
    inline-size: 100%;
    border-collapse: collapse;
  }
  th,
  td {
    padding: 0.2rem 0.75rem 0.2rem 0;
    border-block-start: 1px solid var(--_line);
    font-weight: 400;
    text-align: start;
    vertical-align: baseline;
    white-space: nowrap;
  }
  thead th {
    border: 0;
    color: var(--_ink-3);
  }
  .same :is(th, td:nth-child(2)) {
    color: var(--_ink-3);
  }
  .result {
    white-space: pre;
    font-weight: 600;
  }
  .number {
    text-align: end;
  }
  @media (forced-colors: active) {
    .kernel[aria-pressed='true'] {
      border-color: Highlight;
    }
  }
`;
