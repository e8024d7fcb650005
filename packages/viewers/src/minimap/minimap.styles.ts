/** Styles of the map of a run. */

import { css } from 'lit';

export const styles = css`
  :host {
    display: flex;
    align-items: center;
    flex-wrap: wrap;
    gap: 0.25rem 0.5rem;
  }
  :host([hidden]) {
    display: none;
  }
  .kinds {
    display: flex;
    flex-wrap: wrap;
    gap: 0.125rem;
  }
  .kind {
    block-size: 1.5rem;
    gap: 0.3rem;
    color: var(--_ink-2);
    font-size: var(--_small);
    white-space: nowrap;
  }
  .kind b {
    color: var(--_ink);
    font-weight: 600;
  }
  .kind i {
    inline-size: 0.5rem;
    block-size: 0.5rem;
    border-radius: 1px;
    background: var(--_mark);
  }
  .kind.fault {
    --_mark: var(--_inferred);
  }
  .kind.split {
    --_mark: var(--_accent);
  }
  .kind.merge {
    --_mark: var(--_good);
  }
  .kind.error {
    --_mark: var(--_write);
  }
  .kind.divergence {
    --_mark: var(--_broken);
  }
  .map {
    flex: 1 1 14rem;
    min-inline-size: 0;
    block-size: 1.75rem;
    border-radius: var(--_radius);
  }
  .map,
  .map:active {
    cursor: pointer;
  }
  .map:focus-visible {
    outline-offset: 1px;
  }
  @media (pointer: coarse) {
    .kind {
      block-size: 2rem;
    }
  }
  @media (forced-colors: active) {
    .kind i {
      background: CanvasText;
    }
  }
`;
