/*
 * One calm row on a wide window; on a narrow one the machine moves to a row of its own and the numbers scroll sideways.
 */
import { css } from 'lit';

export const headerStyles = css`
  :host {
    display: flex;
    align-items: center;
    gap: 0.5rem 0.75rem;
    padding: 0.5rem 0.875rem;
    border-block-end: 1px solid var(--_line);
    background: var(--_canvas);
  }
  h1 {
    display: flex;
    align-items: center;
    gap: 0.5rem;
    margin: 0;
    font-size: 0.9375rem;
    font-weight: 650;
    letter-spacing: -0.01em;
    white-space: nowrap;
  }
  .mark {
    flex: none;
  }
  .mark .a {
    fill: var(--_stack);
  }
  .mark .b {
    fill: var(--_code);
  }
  .mark .c {
    fill: var(--_anon);
  }
  .mark .d {
    fill: var(--_heap);
  }
  .file {
    min-inline-size: 4.5rem;
    flex: 0 50 auto;
    max-inline-size: 18rem;
  }
  .file .name {
    overflow: hidden;
    text-overflow: ellipsis;
    font-weight: 550;
  }
  .edited {
    color: var(--_ink-3);
    font-size: var(--_small);
  }
  /* Where there is little room the name of the file gives way, and the numbers scroll. */
  .machine {
    display: flex;
    flex: none;
    gap: 0.5rem;
    min-inline-size: 0;
  }
  .part {
    position: relative;
    display: flex;
    align-items: center;
    min-inline-size: 0;
    block-size: 2rem;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: var(--_raised);
    padding-inline-start: 0.6rem;
  }
  .part:hover {
    border-color: var(--_line-strong);
  }
  .part:focus-within {
    outline: 2px solid var(--_focus);
    outline-offset: -1px;
  }
  .label {
    color: var(--_ink-3);
    font-size: var(--_small);
  }
  select {
    block-size: 100%;
    min-inline-size: 0;
    max-inline-size: 11rem;
    field-sizing: content;
    padding-inline: 0.35rem 0.3rem;
    border: 0;
    border-radius: var(--_radius);
    background: var(--_raised);
    color: var(--_ink);
    font-weight: 550;
    text-overflow: ellipsis;
    cursor: pointer;
  }
  select:focus-visible {
    outline: none;
  }
  .status {
    display: flex;
    align-items: center;
    margin-inline-start: auto;
    min-inline-size: 0;
    overflow-x: auto;
    scrollbar-width: none;
  }
  .count {
    display: inline-flex;
    align-items: baseline;
    gap: 0.3rem;
    padding: 0.3rem 0.5rem;
    border: 0;
    border-radius: var(--_radius);
    background: transparent;
    color: var(--_ink-2);
    white-space: nowrap;
    cursor: pointer;
  }
  .count:hover {
    background: var(--_surface);
    color: var(--_ink);
  }
  .count b {
    color: var(--_ink);
    font-weight: 650;
  }
  .count.good b {
    color: var(--_good);
  }
  .count.broken {
    background: var(--_broken-soft);
  }
  .count.broken b,
  .count.broken span {
    color: var(--_broken);
  }
  .count.inferred b {
    color: var(--_inferred);
  }
  .tools {
    display: flex;
    flex: none;
  }
  /* Of the room that it has, in the size of its type: large type needs more. */
  @container (width <= 84rem) {
    h1 span,
    .label {
      position: absolute;
      inline-size: 1px;
      block-size: 1px;
      overflow: hidden;
      clip-path: inset(50%);
      white-space: nowrap;
    }
    .part {
      padding-inline-start: 0.25rem;
    }
  }
  @container (width <= 64rem) {
    :host {
      display: grid;
      grid-template-columns: auto minmax(0, 1fr) auto;
      grid-template-areas: 'name file tools' 'machine machine machine' 'status status status';
      padding-block-end: 0.25rem;
    }
    h1 {
      grid-area: name;
    }
    .file {
      grid-area: file;
      max-inline-size: 100%;
      justify-self: start;
    }
    .machine {
      grid-area: machine;
    }
    .part {
      flex: 1 1 0;
    }
    select {
      inline-size: 100%;
      max-inline-size: none;
    }
    .status {
      grid-area: status;
      margin-inline: -0.5rem;
    }
    .tools {
      grid-area: tools;
    }
  }
  /* The last to go: a nought that is no good news. */
  @container (width <= 26rem) {
    .count.plain.none {
      display: none;
    }
  }
`;
