/** Styles of physical memory: zones, the stage, the chosen frame. */

import { css } from 'lit';

export const styles = css`
  :host {
    position: relative;
    container-type: inline-size;
  }
  .zones {
    overflow-x: auto;
    padding: 0.375rem 0.75rem 0.5rem;
    scrollbar-width: thin;
  }
  .zones table {
    border-collapse: collapse;
    font-size: var(--_small);
    white-space: nowrap;
  }
  .zones th,
  .zones td {
    padding: 0.0625rem 0.625rem 0.0625rem 0;
    font-weight: 400;
    text-align: start;
  }
  .zones thead th {
    color: var(--_ink-3);
  }
  .zones tbody th {
    font-weight: 600;
  }
  .zones .number {
    font-family: var(--_mono);
    text-align: end;
  }
  .zones .none {
    color: var(--_ink-3);
  }
  .zones .moved {
    background: var(--_changed-soft);
  }
  .zones small {
    color: var(--_changed);
    font-size: inherit;
  }
  .watermarks {
    display: block;
    overflow: visible;
  }
  .watermarks .ground {
    fill: var(--_surface);
  }
  .watermarks .free {
    fill: var(--_good);
    opacity: 0.55;
  }
  .watermarks.low .free {
    fill: var(--_before);
  }
  .watermarks.min .free {
    fill: var(--_broken);
  }
  .watermarks .mark {
    fill: var(--_ink-2);
  }
  .stage {
    block-size: var(--mm-physical-stage, 14rem);
    border-block: 1px solid var(--_line);
  }
  .legend {
    flex: 1 1 12rem;
  }
  .legend b {
    color: var(--_ink);
    font-weight: 600;
  }
  .key {
    display: inline-block;
    flex: none;
    inline-size: 0.625rem;
    block-size: 0.625rem;
    background: var(--_key);
    forced-color-adjust: none;
  }
  .key.table {
    border: 2px solid var(--_key);
    background: none;
  }
  .key.changed {
    block-size: 0.1875rem;
  }
  .anon {
    --_key: var(--_anon);
  }
  .file {
    --_key: var(--_file);
  }
  .shmem {
    --_key: var(--_shared);
  }
  .zero {
    --_key: var(--_unknown);
  }
  .reserved {
    --_key: var(--_guard);
  }
  .special,
  .kernel {
    --_key: var(--_special);
  }
  .table {
    --_key: var(--_accent);
  }
  .changed {
    --_key: var(--_changed);
  }
  .pcp {
    --_key: color-mix(in srgb, var(--_line-strong) 50%, transparent);
  }
  .key.free {
    border: 1px solid var(--_line-strong);
  }
  .frame {
    padding: 0.5rem 0.75rem 0.75rem;
    border-block-start: 1px solid var(--_line);
  }
  .name,
  .title {
    margin: 0 0 0.25rem;
    font-size: inherit;
    font-weight: 600;
  }
  .title {
    margin-block-start: 0.5rem;
    color: var(--_ink-2);
  }
  .name .key {
    margin-inline-end: 0.4rem;
  }
  .name small {
    color: var(--_ink-2);
    font-size: inherit;
    font-weight: 400;
  }
  .frame dl {
    display: grid;
    grid-template-columns: auto 1fr;
    gap: 0.0625rem 0.75rem;
    margin: 0;
  }
  .frame dt {
    color: var(--_ink-3);
  }
  .frame dd {
    margin: 0;
    font-family: var(--_mono);
    font-size: 0.92em;
    overflow-wrap: anywhere;
  }
  .mappings {
    margin: 0;
    padding: 0;
    list-style: none;
    font-family: var(--_mono);
    font-size: 0.92em;
  }
  .mappings .other {
    color: var(--_ink-2);
  }
  .mappings button {
    padding: 0;
    border: 0;
    background: none;
    color: var(--_accent);
    text-align: start;
    cursor: pointer;
  }
  .mappings button:hover {
    text-decoration: underline;
  }
`;
