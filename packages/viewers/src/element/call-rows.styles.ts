/** Rows that stand as deep as their function: steps, the call graph, the event log. `<span class="guides d3">`, a sign, a name. */

import { css } from 'lit';

/** Deeper rows stand no further to the right. */
export const DEEPEST = 15;

const depths = Array.from({ length: DEEPEST + 1 }, (_, depth) => depth).reduce(
  (rules, depth) => css`
    ${rules}
    .d${depth} {
      inline-size: calc(${depth} * var(--_indent, 1rem));
    }
  `,
  css``,
);

export const callRows = css`
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
  .icon {
    flex: none;
    inline-size: 0.5rem;
    block-size: 0.5rem;
    border: 1.5px solid var(--_ink-3);
    border-radius: 50%;
  }
  .tracepoint .icon {
    border: 0;
    border-radius: 0;
    background: var(--_inferred);
    clip-path: polygon(50% 0, 100% 100%, 0 100%);
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
  @media (forced-colors: active) {
    .icon {
      forced-color-adjust: none;
    }
  }
`;
