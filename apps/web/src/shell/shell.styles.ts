/*
 * What every element of the shell shares beside the viewers' tokens: buttons, selects and icons of one size, so that a row
 * of them has one baseline and one focus ring.
 */
import { css } from 'lit';

export const controls = css`
  button,
  select {
    font: inherit;
    color: inherit;
  }
  .icon {
    inline-size: 1rem;
    block-size: 1rem;
    flex: none;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.35;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .icon .fill {
    fill: currentColor;
    stroke: none;
  }
  .control {
    display: inline-flex;
    align-items: center;
    gap: 0.4rem;
    block-size: 2rem;
    padding-inline: 0.6rem;
    border: 1px solid transparent;
    border-radius: var(--_radius);
    background: transparent;
    color: var(--_ink-2);
    white-space: nowrap;
    cursor: pointer;
  }
  .control:hover {
    background: var(--_surface);
    color: var(--_ink);
  }
  .control.solid {
    border-color: var(--_line);
    background: var(--_raised);
    color: var(--_ink);
  }
  .control.solid:hover {
    border-color: var(--_line-strong);
  }
  .control.primary {
    border-color: transparent;
    background: var(--_accent);
    color: var(--_canvas);
    font-weight: 600;
  }
  .control.square {
    inline-size: 2rem;
    padding: 0;
    justify-content: center;
  }
  h2 {
    margin: 0;
    font-size: var(--_size);
    font-weight: 600;
  }
  kbd {
    display: inline-block;
    min-inline-size: 1.6em;
    padding: 0.05em 0.4em;
    border: 1px solid var(--_line-strong);
    border-block-end-width: 2px;
    border-radius: 0.3em;
    background: var(--_raised);
    font-family: var(--_mono);
    font-size: 0.92em;
    text-align: center;
  }
  @media (pointer: coarse) {
    .control {
      block-size: 2.5rem;
    }
    .control.square {
      inline-size: 2.5rem;
    }
  }
  @media (forced-colors: active) {
    .control {
      border-color: ButtonText;
    }
  }
`;
