/** Styles of the tree viewer: what the last store did, the stage with the canvas, the foot. */

import { css } from 'lit';

export const styles = css`
  :host {
    display: flex;
    flex-direction: column;
    position: relative;
    container-type: inline-size;
    block-size: 30rem;
    min-block-size: 14rem;
  }
  .store {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0.125rem 0.75rem;
    margin: 0;
    padding: 0.375rem 0.625rem;
    border-block-end: 1px solid var(--_line);
    font-size: var(--_small);
    color: var(--_ink-2);
  }
  .store strong {
    color: var(--_changed);
    font-weight: 600;
  }
  .store .kind {
    font-family: var(--_mono);
  }
  .edge {
    padding: 0 0.375rem;
    border: 2px solid var(--_changed);
    border-radius: var(--_radius);
    white-space: nowrap;
  }
  .edge.changed {
    border-style: dashed;
  }
  .dead {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0.125rem 0.5rem;
    margin: 0;
    padding: 0;
    list-style: none;
    color: var(--_ink-3);
  }
  .dead li {
    padding: 0 0.375rem;
    border: 1px dashed var(--_line-strong);
    border-radius: var(--_radius);
    font-family: var(--_mono);
    white-space: nowrap;
  }
  .dead li.word {
    padding: 0;
    border: 0;
    font-family: inherit;
  }
  .stage {
    flex: 1 1 auto;
    min-block-size: 0;
  }
  .empty {
    margin: 0;
    padding: 1rem;
    color: var(--_ink-3);
  }
  .foot {
    border-block-start: 1px solid var(--_line);
  }
`;
