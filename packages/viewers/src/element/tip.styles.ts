/** What is under the pointer of a picture (see `tip-controller.ts`): a title, facts, and what the glossary says. */

import { css } from 'lit';

export const tips = css`
  .tip {
    max-inline-size: min(34rem, calc(100vw - 1rem));
  }
  .tip > strong {
    display: block;
    margin-block-end: 0.25rem;
    font-size: var(--_size);
    font-weight: 600;
    overflow-wrap: anywhere;
  }
  .tip dl {
    display: grid;
    grid-template-columns: auto 1fr;
    gap: 0.0625rem 0.75rem;
    margin: 0;
  }
  .tip dt {
    color: var(--_ink-3);
  }
  .tip dd {
    margin: 0;
    font-family: var(--_mono);
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
`;
