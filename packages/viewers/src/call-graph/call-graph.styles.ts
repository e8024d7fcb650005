/** Styles of the call graph. */

import { css } from 'lit';

const depths = Array.from({ length: 16 }, (_, depth) => depth).reduce(
  (rules, depth) => css`
    ${rules}
    .d${depth} {
      inline-size: ${depth}rem;
    }
  `,
  css``,
);

export const styles = css`
  :host {
    container-type: inline-size;
  }
  .bar {
    flex: none;
    display: flex;
    flex-wrap: wrap;
    justify-content: space-between;
    gap: 0.125rem 0.75rem;
    padding: 0.375rem 0.75rem;
    border-block-end: 1px solid var(--_line);
    color: var(--_ink-3);
    font-size: var(--_small);
  }
  .bar label {
    display: inline-flex;
    align-items: center;
    gap: 0.35rem;
  }
  .bar input {
    margin: 0;
  }
  .row {
    display: flex;
    align-items: center;
    gap: 0.5rem;
    padding-inline-end: 0.75rem;
    font-family: var(--_mono);
    font-size: 0.9em;
  }
  .guides {
    flex: none;
    align-self: stretch;
    margin-inline-start: 0.75rem;
    background: repeating-linear-gradient(90deg, var(--_line) 0 1px, transparent 1px 1rem);
  }
  ${depths}
  .fold {
    flex: none;
    inline-size: 0.875rem;
    color: var(--_ink-3);
    text-align: center;
    cursor: pointer;
  }
  .icon {
    flex: none;
    inline-size: 0.5rem;
    block-size: 0.5rem;
    border: 1.5px solid var(--_ink-3);
    border-radius: 50%;
  }
  .function .icon {
    border-radius: 1px;
    border-color: var(--_accent);
  }
  .function.under-way .icon {
    background: var(--_accent);
  }
  .tracepoint .icon {
    border: 0;
    border-radius: 0;
    background: var(--_inferred);
    clip-path: polygon(50% 0, 100% 100%, 0 100%);
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
  .tracepoint .name {
    color: var(--_inferred);
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
  .row.current {
    box-shadow: inset 3px 0 var(--_accent);
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
    .time rect,
    .icon {
      forced-color-adjust: none;
    }
  }
`;
