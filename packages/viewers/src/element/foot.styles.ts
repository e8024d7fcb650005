/** What stands below a picture: its numbers, the legend, the search, the buttons. */

import { css } from 'lit';

export const footStyles = css`
  .foot {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.25rem 0.875rem;
    padding: 0.25rem 0.75rem;
    font-size: var(--_small);
    color: var(--_ink-2);
  }
  .summary {
    flex: 1 1 14rem;
  }
  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: 0.125rem 0.75rem;
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .legend li {
    display: inline-flex;
    align-items: center;
    gap: 0.35rem;
    white-space: nowrap;
  }
  .search {
    display: inline-flex;
    align-items: center;
    gap: 0.375rem;
  }
  .search input {
    inline-size: 9rem;
    padding: 0.125rem 0.375rem;
    border: 1px solid var(--_line-strong);
    border-radius: var(--_radius);
    background: var(--_raised);
    color: var(--_ink);
    font: inherit;
    font-family: var(--_mono);
  }
  .search input[aria-invalid='true'] {
    border-color: var(--_broken);
  }
  .tools {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.125rem;
    margin-inline-start: auto;
  }
`;
