/* A tour reads like the margin of a good textbook: one narrow column, what is asked set apart by a rule, and no box around anything. */
import { css } from 'lit';

/** Styles of a tour, on top of those of a story. */
export const tourStyles = css`
  .head {
    margin-block-end: 0.75rem;
  }
  .theme {
    display: flex;
    flex-wrap: wrap;
    justify-content: space-between;
    gap: 0.25rem 1rem;
    margin: 0 0 0.25rem;
    color: var(--_ink-3);
    font-size: var(--_small);
  }
  :is(.end, .again, .story, .help button) {
    padding: 0;
    border: 0;
    background: none;
    color: var(--_accent);
    font-size: inherit;
    text-align: start;
    text-decoration: underline;
    text-decoration-color: var(--_line-strong);
    text-underline-offset: 0.2em;
    cursor: pointer;
  }
  .end {
    color: var(--_ink-3);
  }
  :is(.end, .again, .story, .help button):hover {
    text-decoration-color: currentColor;
  }
  .steps {
    display: flex;
    flex-wrap: wrap;
    gap: 0.3rem;
    margin: 0.6rem 0 0;
    padding: 0;
    list-style: none;
  }
  .dot {
    display: grid;
    place-items: center;
    inline-size: 1.5rem;
    block-size: 1.5rem;
    padding: 0;
    border: 1px solid var(--_line-strong);
    border-radius: 50%;
    background: none;
    color: var(--_ink-3);
    font-size: 0.6875rem;
    font-weight: 600;
    line-height: 1;
    cursor: pointer;
  }
  .dot.told {
    border-color: var(--_line);
  }
  .dot.passed {
    background: var(--_surface);
  }
  .dot:is(.right, .helped) {
    color: var(--_good);
  }
  .dot.wrong {
    color: var(--_broken);
  }
  .dot[aria-current] {
    border-color: var(--_accent);
    background: var(--_accent-soft);
    box-shadow: 0 0 0 1px var(--_accent);
  }
  /* Focus is put there for who listens; nobody types there. */
  .step:focus-visible {
    outline: none;
  }
  .exercise {
    margin: 1rem 0;
    padding-inline-start: 0.75rem;
    border-inline-start: 3px solid var(--_accent);
  }
  .kicker {
    margin: 0;
    color: var(--_accent);
    font-size: var(--_small);
    font-weight: 600;
  }
  .asked {
    margin: 0 0 0.6rem;
    font-weight: 600;
    text-wrap: pretty;
  }
  .calls {
    margin: 0 0 0.5rem;
    padding: 0.35rem 0.6rem;
    border-radius: var(--_radius);
    background: var(--_surface);
    color: var(--_ink-2);
    font-size: var(--_size);
    line-height: 1.45;
    list-style: none;
  }
  .calls code {
    padding-inline-start: 1em;
    display: block;
    text-indent: -1em;
    overflow-wrap: anywhere;
  }
  .choices {
    display: grid;
    gap: 0.35rem;
    margin: 0 0 0.6rem;
    padding: 0;
    list-style: none;
  }
  .choice {
    display: flex;
    gap: 0.5rem;
    inline-size: 100%;
    min-block-size: 2rem;
    padding: 0.3rem 0.6rem;
    border: 1px solid var(--_line-strong);
    border-radius: var(--_radius);
    background: var(--_raised);
    color: var(--_ink);
    line-height: 1.45;
    text-align: start;
    cursor: pointer;
  }
  .choice.open:hover {
    border-color: var(--_accent);
  }
  .choice:not(.open) {
    border-color: var(--_line);
    cursor: default;
  }
  .choice.other {
    background: none;
    color: var(--_ink-3);
  }
  .choice.right {
    border-color: var(--_good);
    font-weight: 600;
  }
  .choice.wrong {
    border-style: dashed;
    border-color: var(--_broken);
  }
  .choice .mark {
    flex: none;
    inline-size: 0.9em;
  }
  .choice.open .mark {
    align-self: center;
    inline-size: 0.7em;
    block-size: 0.7em;
    border: 1px solid var(--_line-strong);
    border-radius: 50%;
  }
  .right .mark {
    color: var(--_good);
  }
  .wrong .mark {
    color: var(--_broken);
  }
  .number {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.5rem;
    margin: 0 0 0.6rem;
  }
  .number input {
    inline-size: 7rem;
    block-size: 2rem;
    padding-inline: 0.5rem;
    border: 1px solid var(--_line-strong);
    border-radius: var(--_radius);
    background: var(--_raised);
    color: var(--_ink);
    font-family: var(--_mono);
    font-size: 0.875rem;
  }
  .hints {
    margin: 0 0 0.5rem;
    padding-inline-start: 1.1rem;
    color: var(--_ink-2);
  }
  .help {
    display: flex;
    gap: 1rem;
    margin: 0;
    font-size: var(--_size);
  }
  .outcome {
    margin: 0 0 0.15rem;
    font-weight: 600;
  }
  .outcome:is(.right, .helped) {
    color: var(--_good);
  }
  .because {
    scroll-margin-block-end: 4rem;
  }
  .because > :last-child {
    margin-block-end: 0;
  }
  .moment {
    display: flex;
    flex-wrap: wrap;
    gap: 0.15rem 0.75rem;
    margin: 1rem 0 0.75rem;
    padding-block-start: 0.6rem;
    border-block-start: 1px solid var(--_line);
    color: var(--_ink-3);
    font-size: var(--_small);
    line-height: 1.45;
  }
  .go {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.5rem;
  }
  .go .control {
    max-inline-size: 100%;
    overflow: hidden;
    text-overflow: ellipsis;
    font-size: var(--_size);
  }
  .go .control:disabled {
    opacity: 0.45;
    cursor: default;
  }
  nav.go {
    position: sticky;
    inset-block-end: 0;
    padding-block: 0.6rem;
    background: var(--_canvas);
  }
  .keys {
    color: var(--_ink-3);
    font-size: var(--_small);
  }
  .finish {
    margin-block-start: 1.25rem;
    border-block-start: 1px solid var(--_line);
  }
  .finish ul {
    padding-inline-start: 1.1rem;
  }
  @media (width <= 64rem) {
    article {
      padding-block: 0.6rem 0;
    }
    .theme,
    .head {
      margin-block-end: 0.35rem;
    }
    h2 {
      font-size: 1.0625rem;
    }
    .question {
      margin-block-end: 0.5rem;
      font-size: 0.875rem;
    }
    .steps {
      margin-block-start: 0.35rem;
    }
    .keys {
      display: none;
    }
  }
  @media (pointer: coarse) {
    .dot {
      inline-size: 2rem;
      block-size: 2rem;
    }
    .choice {
      min-block-size: 2.5rem;
    }
    .keys {
      display: none;
    }
  }
  @media (forced-colors: active) {
    .dot[aria-current],
    .choice.right {
      border-color: Highlight;
    }
  }
`;
