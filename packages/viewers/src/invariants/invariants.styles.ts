/** Styles of the invariant lights. */

import { css } from 'lit';

export const styles = css`
  :host {
    container-type: inline-size;
    padding-block: 0.125rem 0.5rem;
  }
  .summary {
    margin: 0;
    padding: 0 0.875rem 0.25rem;
    color: var(--_ink-3);
    font-size: var(--_small);
  }
  /* What holds takes little room; what does not has a line for itself. */
  ul {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(10rem, 1fr));
    grid-auto-flow: dense;
    margin: 0;
    padding: 0;
    list-style: none;
  }
  li {
    display: grid;
    grid-column: 1 / -1;
    grid-template-columns: 1rem 6.5rem minmax(0, 1fr);
    gap: 0 0.375rem;
    align-items: baseline;
    padding: 0.125rem 0.875rem;
    border-inline-start: 3px solid transparent;
    padding-inline-start: calc(0.875rem - 3px);
  }
  .holds {
    grid-column: auto;
    grid-template-columns: 1rem auto minmax(0, 1fr);
    padding-inline-end: 0;
  }
  .glyph {
    color: var(--_good);
    text-align: center;
  }
  .name,
  code {
    font-family: var(--_mono);
    font-size: 0.92em;
  }
  .state {
    color: var(--_ink-3);
    overflow-wrap: anywhere;
  }
  .what {
    grid-column: 2 / -1;
    color: var(--_ink-2);
    font-size: var(--_small);
  }
  .knowingly .glyph,
  .knowingly .state {
    color: var(--_before);
  }
  .broken {
    background: var(--_broken-soft);
  }
  .broken .glyph,
  .broken .state {
    color: var(--_broken);
    font-weight: 600;
  }
  .turned {
    border-inline-start-color: var(--_accent);
  }
  .turned .name {
    font-weight: 600;
  }
  @media (forced-colors: active) {
    .turned {
      border-inline-start-color: Highlight;
    }
  }
`;
