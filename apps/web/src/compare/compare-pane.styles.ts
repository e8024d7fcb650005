/* What differs in all first, then why, steps and maps; costs and page tables of machines that have others below. */
import { css } from 'lit';

export const compareStyles = css`
  :host {
    overflow-y: auto;
    scrollbar-width: thin;
    container-type: inline-size;
  }
  .bar {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.4rem 0.6rem;
    padding: 0.6rem 0.875rem 0.4rem;
  }
  .bar label {
    flex: 1 1 8rem;
    min-inline-size: 0;
    display: inline-flex;
    align-items: center;
    gap: 0.5rem;
    color: var(--_ink-2);
  }
  select {
    flex: 0 1 16rem;
    min-inline-size: 0;
    block-size: 1.9rem;
    padding: 0 0.4rem;
    border: 1px solid var(--_line-strong);
    border-radius: var(--_radius);
    background: var(--_raised);
    color: var(--_ink);
    font: inherit;
    font-weight: 600;
  }
  .status {
    color: var(--_ink-3);
  }
  .trouble {
    color: var(--_broken);
  }
  .answers.good b {
    color: var(--_good);
  }
  .link {
    padding: 0;
    border: 0;
    background: none;
    color: var(--_accent);
    text-decoration: underline;
    cursor: pointer;
  }
  .main > section {
    padding-inline: 0.875rem;
  }
  .call {
    padding: 0.5rem 0.875rem 0;
    border-block-start: 1px solid var(--_line);
  }
  .call h2 {
    padding: 0;
    overflow-wrap: anywhere;
  }
  h3 {
    margin: 0.5rem 0 0.3rem;
    color: var(--_ink-2);
    font-size: inherit;
    font-weight: 600;
  }
  .tables {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    border-block-start: 1px solid var(--_line);
  }
  section {
    min-inline-size: 0;
  }
  .tables section + section {
    border-block-start: 1px solid var(--_line-strong);
  }
  h2 {
    margin: 0;
    padding: 0.5rem 0.75rem 0;
    color: var(--_ink-2);
    font-size: inherit;
    font-weight: 600;
  }
  mm-page-table {
    --mm-page-table-stage: 17rem;
  }
  @container (min-width: 48rem) {
    .whole {
      display: grid;
      grid-template-columns: minmax(16rem, 1fr) minmax(0, 2.4fr);
      block-size: 100%;
    }
    .aside,
    .main {
      overflow-y: auto;
      scrollbar-width: thin;
    }
    .aside {
      padding-block-end: 0.5rem;
      border-inline-end: 1px solid var(--_line);
    }
  }
  @container (min-width: 56rem) {
    .tables {
      grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
    }
    .tables section + section {
      border-block-start: 0;
      border-inline-start: 1px solid var(--_line-strong);
    }
  }
`;
