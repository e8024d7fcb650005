/* The palette: a field at the top of the window, and below it as much of the list as fits. */
import { css } from 'lit';

export const paletteStyles = css`
  :host {
    display: contents;
  }
  dialog {
    inline-size: min(40rem, calc(100vw - 1.5rem));
    max-block-size: min(34rem, calc(100dvh - 2rem));
    margin-block-start: min(12vh, 6rem);
    padding: 0;
    border: 1px solid var(--_line);
    border-radius: 0.75rem;
    background: var(--_canvas);
    color: var(--_ink);
    font-family: var(--_sans);
    font-size: var(--_size);
    box-shadow: 0 1.5rem 4rem rgb(0 0 0 / 0.25);
    overflow: hidden;
  }
  dialog[open] {
    display: flex;
    flex-direction: column;
  }
  dialog::backdrop {
    background: rgb(15 18 22 / 0.3);
  }
  .field {
    display: flex;
    align-items: center;
    gap: 0.5rem;
    padding-inline: 0.75rem;
    border-block-end: 1px solid var(--_line);
  }
  .stage {
    flex: none;
    block-size: 1.75rem;
    max-inline-size: 50%;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  input {
    flex: 1 1 auto;
    min-inline-size: 0;
    block-size: 3rem;
    padding: 0 0.25rem;
    border: 0;
    background: transparent;
    color: inherit;
    font: inherit;
    font-size: 1rem;
  }
  input::placeholder {
    color: var(--_ink-3);
    opacity: 1;
  }
  /* The field is the whole dialog's: its ring would only frame it twice. */
  input:focus-visible {
    outline: none;
  }
  .field:focus-within {
    box-shadow: inset 0 -2px 0 var(--_focus);
  }
  [role='listbox'] {
    flex: 1 1 auto;
    min-block-size: 0;
    padding: 0.35rem;
    overflow-y: auto;
    scroll-padding-block: 2rem 0.35rem;
  }
  .group {
    padding: 0.6rem 0.6rem 0.25rem;
    color: var(--_ink-3);
    font-size: var(--_small);
    font-weight: 600;
  }
  .row {
    display: flex;
    align-items: baseline;
    gap: 0.6rem;
    min-block-size: 2rem;
    padding: 0.35rem 0.6rem;
    border-radius: var(--_radius);
    cursor: pointer;
  }
  .row[aria-selected='true'] {
    background: var(--_accent-soft);
  }
  .title {
    flex: 0 1 auto;
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }
  .detail {
    flex: 1 1 0;
    min-inline-size: 4rem;
    overflow: hidden;
    color: var(--_ink-3);
    font-size: var(--_small);
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  b {
    color: var(--_accent);
    font-weight: 650;
  }
  .current {
    color: var(--_ink-2);
    font-size: var(--_small);
  }
  .keys {
    display: flex;
    flex: none;
    gap: 0.25rem;
    margin-inline-start: auto;
    color: var(--_ink-2);
  }
  .count {
    margin: 0;
    padding: 0.35rem 0.95rem;
    border-block-start: 1px solid var(--_line);
    color: var(--_ink-3);
    font-size: var(--_small);
  }
  @media (forced-colors: active) {
    .row[aria-selected='true'] {
      background: Highlight;
      color: HighlightText;
      forced-color-adjust: none;
    }
    .row[aria-selected='true'] * {
      color: inherit;
    }
  }
`;
