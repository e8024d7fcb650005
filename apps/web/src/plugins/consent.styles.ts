/* The question is read like a letter: one column, the facts in small type, the safe answer first. */
import { css } from 'lit';

export const consentStyles = css`
  :host {
    display: block;
    min-block-size: 100dvh;
    background: var(--_canvas);
    color: var(--_ink);
    font-family: var(--_sans);
  }
  main {
    max-inline-size: 40rem;
    margin-inline: auto;
    padding: clamp(1.5rem, 12vh, 7rem) 1.25rem 2rem;
    font-size: 1rem;
    line-height: 1.5;
  }
  h1 {
    margin: 0 0 0.75rem;
    font-size: 1.5rem;
    line-height: 1.25;
    text-wrap: balance;
  }
  ul {
    margin: 1.25rem 0;
    padding: 0;
    list-style: none;
  }
  li {
    padding: 0.875rem 1rem;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: var(--_surface);
  }
  li + li {
    margin-block-start: 0.5rem;
  }
  dl {
    display: grid;
    grid-template-columns: max-content minmax(0, 1fr);
    gap: 0.15rem 1rem;
    margin: 0.5rem 0 0;
    font-size: 0.875rem;
  }
  dt {
    color: var(--_ink-2);
  }
  dd {
    margin: 0;
    overflow-wrap: anywhere;
  }
  code {
    font-family: var(--_mono);
  }
  [role='alert'] {
    overflow-wrap: anywhere;
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem;
    margin-block-start: 1.5rem;
  }
`;
