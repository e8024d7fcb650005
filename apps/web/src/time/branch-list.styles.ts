/* Styles of the list of branches, above the script. */
import { css } from 'lit';

export const branchListStyles = css`
  :host {
    flex: none;
    border-block-end: 1px solid var(--_line);
  }
  :host(:not([open])) {
    display: none;
  }
  ul {
    margin: 0;
    padding: 0.25rem 0.375rem;
    max-block-size: 11rem;
    overflow-y: auto;
    scrollbar-width: thin;
    list-style: none;
  }
  li {
    display: flex;
    align-items: center;
    gap: 0.25rem;
    min-inline-size: 0;
  }
  .rail {
    flex: none;
    align-self: stretch;
    inline-size: 0.75rem;
    margin-inline-start: 0.25rem;
    border-inline-start: 1px solid var(--_line-strong);
  }
  .name {
    display: flex;
    align-items: baseline;
    gap: 0.5rem;
    flex: 1 1 auto;
    min-inline-size: 0;
    padding: 0.25rem 0.4rem;
    border: 0;
    border-radius: var(--_radius);
    background: none;
    text-align: start;
    cursor: pointer;
  }
  .name:hover {
    background: var(--_surface);
  }
  .name[aria-current='true'] {
    background: var(--_accent-soft);
    font-weight: 600;
  }
  .name span {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .from {
    color: var(--_ink-3);
    font-size: var(--_small);
    font-weight: 400;
  }
  input {
    flex: 1 1 auto;
    min-inline-size: 0;
    block-size: 1.75rem;
    padding-inline: 0.4rem;
    border: 1px solid var(--_line-strong);
    border-radius: var(--_radius);
    background: var(--_canvas);
    color: var(--_ink);
    font: inherit;
  }
  .button svg {
    fill: none;
    stroke: currentColor;
    stroke-width: 1.35;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
`;
