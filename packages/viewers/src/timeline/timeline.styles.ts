/** Styles of the timeline. */

import { css } from 'lit';

export const styles = css`
  :host {
    display: flex;
    flex-direction: column;
    container-type: inline-size;
  }
  .bar {
    display: flex;
    align-items: center;
    flex-wrap: wrap;
    gap: 0.125rem 0.75rem;
    padding: 0.25rem 0.375rem;
  }
  .buttons {
    display: flex;
    gap: 0.125rem;
  }
  .play {
    background: var(--_accent);
    color: var(--_canvas);
    min-inline-size: 2.25rem;
  }
  .play:hover:enabled {
    background: var(--_accent);
    color: var(--_canvas);
    border-color: var(--_accent);
    filter: brightness(1.1);
  }
  .where {
    flex: 1 1 12rem;
    min-inline-size: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    color: var(--_ink-2);
  }
  .where b {
    color: var(--_ink);
    font-weight: 600;
  }
  .where .mono {
    color: var(--_ink);
  }
  label {
    display: inline-flex;
    align-items: center;
    gap: 0.375rem;
    color: var(--_ink-3);
    font-size: var(--_small);
  }
  select {
    block-size: 1.75rem;
    padding-inline: 0.375rem;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: var(--_canvas);
    color: var(--_ink);
    font: inherit;
  }
  .track {
    position: relative;
    block-size: 8.25rem;
    cursor: pointer;
    touch-action: pan-y;
    user-select: none;
    -webkit-user-select: none;
  }
  canvas,
  .picture {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
  }
  @container (max-width: 34rem) {
    .where {
      order: 3;
      flex-basis: 100%;
      padding-inline: 0.25rem;
    }
    label {
      margin-inline-start: auto;
    }
  }
`;
