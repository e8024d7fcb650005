/* Styles of the controls of time. They stand in the bar of the timeline and wrap with it. */
import { css } from 'lit';

export const timeBarStyles = css`
  :host {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.125rem 0.5rem;
    min-inline-size: 0;
  }
  .buttons {
    display: flex;
    gap: 0.125rem;
  }
  .button svg {
    fill: none;
    stroke: currentColor;
    stroke-width: 1.5;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .button svg .fill {
    fill: currentColor;
    stroke: none;
  }
  form {
    position: relative;
    display: flex;
    align-items: center;
    flex: 1 1 auto;
    gap: 0.125rem;
    min-inline-size: 0;
    margin: 0;
  }
  label {
    color: var(--_ink-3);
    font-size: var(--_small);
    white-space: nowrap;
  }
  input {
    flex: 1 1 13rem;
    inline-size: 13rem;
    min-inline-size: 6rem;
    block-size: 1.75rem;
    margin-inline-start: 0.375rem;
    padding-inline: 0.5rem;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: var(--_canvas);
    color: var(--_ink);
    font: inherit;
    font-family: var(--_mono);
    font-size: 0.95em;
  }
  input:hover {
    border-color: var(--_line-strong);
  }
  input[aria-invalid='true'] {
    border-color: var(--_broken);
  }
  input::placeholder {
    color: var(--_ink-3);
    opacity: 1;
  }
  .outcome {
    position: absolute;
    z-index: 2;
    inset-block-end: calc(100% + 0.5rem);
    inset-inline-end: 0;
    inline-size: max-content;
    max-inline-size: min(34rem, 90vw);
    padding: 0.4rem 0.7rem;
    border: 1px solid var(--_line-strong);
    border-radius: var(--_radius);
    background: var(--_raised);
    box-shadow: 0 0.25rem 1rem rgb(0 0 0 / 15%);
    color: var(--_ink-2);
  }
  .outcome:empty {
    display: none;
  }
  .outcome p {
    display: flex;
    align-items: center;
    gap: 0.6rem;
    margin: 0;
  }
  .outcome p.message {
    display: block;
    overflow-wrap: anywhere;
  }
  .outcome pre {
    margin: 0 0 0.25rem;
    overflow-x: auto;
    color: var(--_ink);
    font-family: var(--_mono);
  }
  .outcome .mark {
    color: var(--_broken);
    font-weight: 700;
  }
  progress {
    inline-size: 8rem;
    block-size: 0.4rem;
    accent-color: var(--_accent);
  }
  @media (width < 40rem) {
    :host {
      flex: 1 1 100%;
    }
    label {
      position: absolute;
      clip-path: inset(50%);
    }
    input {
      flex-basis: 6rem;
      inline-size: 6rem;
      margin-inline-start: 0;
    }
  }
  @media (pointer: coarse) {
    .button {
      min-inline-size: 2.25rem;
      block-size: 2.25rem;
    }
    input {
      block-size: 2.25rem;
    }
  }
`;
