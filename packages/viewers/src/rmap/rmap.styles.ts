/** Styles of reverse mapping: the walk, and a row a node of each interval tree. */

import { css } from 'lit';

export const styles = css`
  :host {
    padding: 0.5rem 0.75rem 0.75rem;
    container-type: inline-size;
  }
  .walk {
    margin: 0 0 0.625rem;
    padding: 0.375rem 0.625rem 0.5rem;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: var(--_surface);
  }
  .walk p {
    margin: 0 0 0.25rem;
  }
  .walk b {
    font-family: var(--_mono);
    font-size: 0.95em;
    font-weight: 600;
  }
  table {
    border-collapse: collapse;
    font-size: 0.95em;
  }
  th,
  td {
    padding: 0.0625rem 1.25rem 0.0625rem 0;
    text-align: start;
  }
  th {
    color: var(--_ink-3);
    font-size: var(--_small);
    font-weight: 500;
  }
  td {
    font-family: var(--_mono);
  }
  .yes {
    color: var(--_good);
    font-weight: 600;
  }
  .no {
    color: var(--_ink-2);
  }
  .others {
    margin: 0.75rem 0 0.25rem;
    color: var(--_ink-2);
    font-size: inherit;
    font-weight: 600;
  }
  .tree {
    padding: 0.125rem 0 0.25rem;
  }
  .tree.now {
    margin-inline: -0.75rem;
    padding-inline: calc(0.75rem - 2px) 0.75rem;
    border-inline-start: 2px solid var(--_accent);
  }
  .d1 {
    padding-inline-start: 1rem;
  }
  .d2 {
    padding-inline-start: 2rem;
  }
  .d3 {
    padding-inline-start: 3rem;
  }
  .d4 {
    padding-inline-start: 4rem;
  }
  .title {
    margin: 0;
    font-size: inherit;
    font-weight: 600;
    overflow-wrap: anywhere;
  }
  .title small {
    color: var(--_ink-3);
    font-size: var(--_small);
    font-weight: 400;
  }
  ul {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  li {
    display: grid;
    grid-template-columns: minmax(5rem, 15rem) minmax(6rem, auto) minmax(0, 1fr) auto;
    align-items: center;
    gap: 0 0.625rem;
    padding-block: 0.0625rem;
  }
  svg {
    display: block;
    inline-size: 100%;
    block-size: 0.625rem;
    forced-color-adjust: none;
  }
  .ground {
    fill: var(--_line);
  }
  .other {
    fill: var(--_unknown);
  }
  .code {
    fill: var(--_code);
  }
  .data {
    fill: var(--_data);
  }
  .file {
    fill: var(--_file);
  }
  .anon {
    fill: var(--_anon);
  }
  .heap {
    fill: var(--_heap);
  }
  .stack {
    fill: var(--_stack);
  }
  .shared {
    fill: var(--_shared);
  }
  .special {
    fill: var(--_special);
  }
  .guard {
    fill: var(--_guard);
  }
  .unknown {
    fill: var(--_unknown);
  }
  .wanted {
    fill: var(--_broken);
  }
  .name {
    padding: 0;
    border: 0;
    background: none;
    color: var(--_ink);
    font-size: 0.95em;
    text-align: start;
    overflow-wrap: anywhere;
  }
  button.name {
    cursor: pointer;
  }
  button.name:hover {
    text-decoration: underline;
  }
  .name.other {
    color: var(--_ink-2);
  }
  .range {
    color: var(--_ink-3);
    font-family: var(--_mono);
    font-size: 0.88em;
    overflow-wrap: anywhere;
  }
  .asked .name {
    font-weight: 600;
  }
  .asked .range {
    color: var(--_ink);
  }
  .new {
    background: var(--_changed-soft);
  }
  .new .range {
    color: var(--_ink-2);
  }
  .mark {
    padding-inline-end: 0.375rem;
    color: var(--_changed);
    font-size: var(--_small);
    font-weight: 600;
  }
  .more {
    margin: 0;
    color: var(--_ink-3);
    font-size: var(--_small);
  }
  @container (max-width: 30rem) {
    li {
      grid-template-columns: 5rem minmax(0, 1fr) auto;
    }
    .range {
      grid-column: 2 / -1;
      grid-row: 2;
    }
    th,
    td {
      padding-inline-end: 0.75rem;
    }
  }
`;
