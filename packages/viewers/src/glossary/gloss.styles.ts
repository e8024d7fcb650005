/** Cards in the top layer: that of the glossary, and the tooltip of a picture; and an entry of the glossary in either. */

import { css } from 'lit';

export const glossStyles = css`
  .gloss,
  .tip {
    position: fixed;
    inset: 0 auto auto 0;
    margin: 0;
    padding: 0.5rem 0.625rem;
    border: 1px solid var(--_line-strong);
    border-radius: var(--_radius);
    background: var(--_raised);
    box-shadow: 0 0.25rem 1rem rgb(0 0 0 / 16%);
    color: var(--_ink);
    font-family: var(--_sans);
    font-size: var(--_small);
    pointer-events: none;
  }
  .gloss {
    max-inline-size: 22rem;
  }
  .tip .what {
    max-inline-size: 28rem;
    margin-block-start: 0.375rem;
    padding-block-start: 0.375rem;
    border-block-start: 1px solid var(--_line);
  }
  .gloss strong,
  .tip .what strong {
    font-family: var(--_mono);
    font-weight: 600;
    overflow-wrap: anywhere;
  }
  .gloss span,
  .tip .what span {
    margin-inline-start: 0.5rem;
    padding-inline: 0.35rem;
    border: 1px solid var(--_line);
    border-radius: 1rem;
    color: var(--_ink-2);
  }
  .gloss p,
  .tip .what p {
    margin: 0.25rem 0;
    white-space: normal;
  }
  .gloss small,
  .tip .what small {
    color: var(--_ink-3);
  }
`;
