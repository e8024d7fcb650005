/* The dialogs: one sheet of paper above a quiet page, as wide as a line of text wants to be. */
import { css } from 'lit';

export const dialogStyles = css`
  :host {
    display: contents;
  }
  dialog {
    inline-size: min(44rem, calc(100vw - 2rem));
    max-block-size: min(44rem, calc(100dvh - 4rem));
    padding: 0;
    border: 1px solid var(--_line);
    border-radius: 0.75rem;
    background: var(--_canvas);
    color: var(--_ink);
    font-family: var(--_sans);
    font-size: var(--_size);
    box-shadow: 0 1.5rem 4rem rgb(0 0 0 / 0.25);
  }
  dialog[open] {
    display: flex;
    flex-direction: column;
  }
  dialog::backdrop {
    background: rgb(15 18 22 / 0.45);
  }
  .head {
    display: flex;
    align-items: center;
    justify-content: space-between;
    padding: 0.75rem 0.75rem 0.5rem 1.25rem;
  }
  h2 {
    font-size: 1rem;
  }
  h3 {
    margin: 1.5rem 0 0.5rem;
    font-size: var(--_size);
    font-weight: 600;
    color: var(--_ink-2);
  }
  .body:focus-visible {
    outline: none;
  }
  .samples button {
    align-content: start;
  }
  .body {
    padding: 0 1.25rem 1.25rem;
    overflow-y: auto;
  }
  .body > section:first-child h3 {
    margin-block-start: 0;
  }
  p {
    margin: 0 0 0.75rem;
    line-height: 1.5;
    max-inline-size: 60ch;
  }
  code,
  .line {
    font-family: var(--_mono);
    font-size: 0.95em;
  }
  .number {
    color: var(--_ink-3);
    font-weight: 400;
  }
  .none {
    color: var(--_ink-3);
  }
  ul {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .samples {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(12rem, 1fr));
    gap: 0.5rem;
  }
  .samples button {
    display: grid;
    gap: 0.15rem;
    inline-size: 100%;
    block-size: 100%;
    padding: 0.6rem 0.75rem;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: var(--_raised);
    text-align: start;
    cursor: pointer;
  }
  .samples button:hover {
    border-color: var(--_line-strong);
  }
  .samples.thread {
    grid-template-columns: repeat(auto-fill, minmax(17rem, 1fr));
  }
  .samples.thread b {
    font-family: inherit;
  }
  .samples b {
    font-family: var(--_mono);
    font-weight: 600;
  }
  .samples span {
    color: var(--_ink-2);
    font-size: var(--_small);
  }
  .findings button {
    display: grid;
    grid-template-columns: 6.5em minmax(0, 1fr);
    gap: 0.5rem;
    inline-size: 100%;
    padding: 0.35rem 0.5rem;
    border: 0;
    border-radius: var(--_radius);
    background: transparent;
    text-align: start;
    overflow-wrap: anywhere;
    cursor: pointer;
  }
  .findings button:hover {
    background: var(--_surface);
  }
  .line {
    color: var(--_ink-3);
  }
  dl {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(16rem, 1fr));
    gap: 0.5rem 1.5rem;
    margin: 0;
  }
  dl div {
    display: grid;
    grid-template-columns: 7.5rem minmax(0, 1fr);
    align-items: baseline;
  }
  dd {
    margin: 0;
    color: var(--_ink-2);
  }
  input.sr:focus-visible {
    outline: none;
  }
  label:has(:focus-visible) {
    outline: 2px solid var(--_focus);
    outline-offset: 2px;
  }
`;
