/** Styles of the steps. */

import { css } from 'lit';

export const styles = css`
  .enter .icon {
    border-radius: 1px;
    border-color: var(--_accent);
    background: var(--_accent);
  }
  .name {
    flex: none;
  }
  .enter .name {
    font-weight: 600;
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
`;
