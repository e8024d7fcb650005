/* A quiet list: what is loaded, folded until somebody asks what it can do. */
import { css } from 'lit';

export const loadedStyles = css`
  h3 {
    margin: 1.25rem 0 0.4rem;
    color: var(--_ink-2);
    font-size: var(--_size);
    font-weight: 600;
  }
  section:first-child h3 {
    margin-block-start: 0;
  }
  h4 {
    margin: 0.75rem 0 0.35rem;
    font-size: var(--_size);
    font-weight: 600;
  }
  h4.modelled span:first-child {
    color: var(--_good);
  }
  h4.partly span:first-child {
    color: var(--_inferred);
  }
  h4.refused span:first-child {
    color: var(--_broken);
  }
  .failure {
    margin: 0 0 0.75rem;
    padding: 0.4rem 0.6rem;
    border-radius: var(--_radius);
    background: var(--_broken-soft);
    overflow-wrap: anywhere;
  }
  .number {
    color: var(--_ink-3);
    font-weight: 400;
  }
  ul {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  li {
    border-block-start: 1px solid var(--_line);
  }
  li:last-child {
    border-block-end: 1px solid var(--_line);
  }
  li > .row {
    padding: 0.35rem 0.25rem 0.35rem 1.5rem;
  }
  .row {
    display: inline-flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0.15rem 0.6rem;
    inline-size: calc(100% - 1.5rem);
  }
  li > .row {
    inline-size: 100%;
  }
  .from {
    margin-inline-start: auto;
    color: var(--_ink-3);
    font-size: var(--_small);
  }
  summary {
    padding: 0.35rem 0.25rem;
    cursor: pointer;
  }
  summary:hover {
    background: var(--_surface);
  }
  code {
    font-family: var(--_mono);
    font-size: 0.92em;
  }
  .row > code {
    color: var(--_ink-3);
  }
  .chip {
    padding: 0 0.45rem;
    border: 1px solid var(--_line-strong);
    border-radius: 1rem;
    color: var(--_ink-2);
    font-size: var(--_small);
  }
  .chip.derived {
    border-style: dashed;
  }
  .chip.now {
    border-color: var(--_accent);
    color: var(--_accent);
  }
  .chip.cut {
    border-color: var(--_broken);
    color: var(--_broken);
  }
  .failure {
    color: var(--_broken);
    overflow-wrap: anywhere;
  }
  .more {
    padding: 0 0.25rem 0.75rem 1.5rem;
  }
  .more p {
    margin: 0 0 0.4rem;
    line-height: 1.7;
  }
  dl {
    display: grid;
    grid-template-columns: minmax(8rem, 2fr) minmax(0, 3fr);
    gap: 0.2rem 1rem;
    margin: 0;
  }
  dt,
  dd {
    margin: 0;
    overflow-wrap: anywhere;
  }
  dd {
    color: var(--_ink-2);
  }
  @media (width <= 36rem) {
    dl {
      grid-template-columns: minmax(0, 1fr);
    }
    dd {
      padding-inline-start: 1rem;
    }
  }
`;
