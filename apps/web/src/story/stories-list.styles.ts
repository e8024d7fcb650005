/* Rows of a title and its question, themes in two columns where there is room. */
import { css } from 'lit';

/** Styles of the list. */
export const listStyles = css`
  :host {
    background: none;
    font-size: var(--_size);
    container-type: inline-size;
  }
  .intro {
    margin: 0 0 0.5rem;
    color: var(--_ink-2);
    text-wrap: pretty;
  }
  h3 {
    margin: 1rem 0 0.35rem;
    color: var(--_ink-2);
    font-size: var(--_size);
    font-weight: 600;
  }
  ul {
    display: grid;
    gap: 0.15rem 1rem;
    margin: 0;
    padding: 0;
    list-style: none;
  }
  @container (inline-size >= 34rem) {
    ul {
      grid-template-columns: 1fr 1fr;
    }
  }
  button {
    display: grid;
    gap: 0.1rem;
    inline-size: calc(100% + 1rem);
    margin-inline: -0.5rem;
    padding: 0.4rem 0.5rem;
    border: 0;
    border-radius: var(--_radius);
    background: none;
    line-height: 1.4;
    text-align: start;
    cursor: pointer;
  }
  button:hover {
    background: var(--_surface);
  }
  button[aria-current] {
    background: var(--_accent-soft);
  }
  .question {
    color: var(--_ink-2);
  }
  .progress {
    color: var(--_ink-3);
    font-size: var(--_small);
  }
  .done {
    color: var(--_good);
    font-weight: 600;
  }
  code {
    font-family: var(--_mono);
    font-size: 0.92em;
  }
`;
