/** Styles of the steps. */

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
  .row {
    display: flex;
    align-items: center;
    gap: 0.625rem;
    padding-inline-end: 0.625rem;
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
  .icon {
    flex: none;
    inline-size: 0.5rem;
    block-size: 0.5rem;
    border-radius: 50%;
    border: 1.5px solid var(--_ink-3);
  }
  .enter .icon {
    border-radius: 1px;
    border-color: var(--_accent);
    background: var(--_accent);
  }
  .tracepoint .icon {
    border: 0;
    border-radius: 0;
    background: var(--_inferred);
    clip-path: polygon(50% 0, 100% 100%, 0 100%);
  }
  .name {
    flex: none;
  }
  .enter .name {
    font-weight: 600;
  }
  .tracepoint .name {
    color: var(--_inferred);
  }
  .detail {
    flex: 0 1 auto;
    min-inline-size: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    color: var(--_ink-3);
  }
  .result {
    flex: none;
    color: var(--_ink-2);
  }
  .future,
  .future .name,
  .future .result {
    color: var(--_ink-3);
    font-weight: 400;
  }
  .future .icon {
    opacity: 0.45;
  }
  .row.current {
    box-shadow: inset 3px 0 var(--_accent);
  }
`;
