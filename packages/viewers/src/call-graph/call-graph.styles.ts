/** Styles of the call graph. */

import { css } from 'lit';

export const styles = css`
  :host {
    container-type: inline-size;
  }
  .bar {
    justify-content: space-between;
  }
  .fold {
    flex: none;
    inline-size: 0.875rem;
    color: var(--_ink-3);
    text-align: center;
    cursor: pointer;
  }
  .function .icon {
    border-radius: 1px;
    border-color: var(--_accent);
  }
  .function.under-way .icon {
    background: var(--_accent);
  }
  .name {
    flex: 0 1 auto;
    min-inline-size: 4rem;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .function .name {
    color: var(--_ink-2);
  }
  .function.under-way .name {
    color: var(--_ink);
    font-weight: 600;
  }
  .future .name {
    color: var(--_ink-3);
  }
  .count {
    flex: none;
    padding-inline: 0.3rem;
    border: 1px solid var(--_line);
    border-radius: 1rem;
    color: var(--_ink-2);
    font-size: 0.92em;
    line-height: 1.3;
  }
  .result {
    flex: 0 1 auto;
    min-inline-size: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    color: var(--_ink-3);
  }
  .changed {
    flex: none;
    margin-inline-start: auto;
    color: var(--_changed);
  }
  .time {
    flex: none;
    inline-size: 30%;
    min-inline-size: 4rem;
    block-size: 0.75rem;
    border-inline: 1px solid var(--_line);
  }
  .time rect {
    fill: var(--_line-strong);
  }
  .under-way .time rect {
    fill: var(--_accent);
  }
  .tracepoint .time rect {
    fill: var(--_inferred);
  }
  .time line {
    stroke: var(--_ink);
    stroke-width: 1;
    vector-effect: non-scaling-stroke;
  }
  @container (max-width: 30rem) {
    .result {
      display: none;
    }
    .time {
      inline-size: 4rem;
    }
    .d1 {
      inline-size: 0.5rem;
    }
  }
  @media (forced-colors: active) {
    .time rect {
      forced-color-adjust: none;
    }
  }
`;
