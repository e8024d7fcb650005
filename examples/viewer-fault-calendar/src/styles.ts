/** How the calendar looks. Colours are the page's where it has them; the ramp of shades is the viewer's own, for either scheme. */

import { css } from 'lit';

export const styles = css`
  :host {
    --ink: var(--mm-ink, light-dark(#1c1f24, #e8eaee));
    --ink-2: var(--mm-ink-2, light-dark(#4d535c, #b3bac5));
    --line: var(--mm-line, light-dark(#e4e4e0, #2a2f37));
    --accent: var(--mm-accent, light-dark(#1f5fd0, #7fb0ff));
    --broken: var(--mm-broken, light-dark(#c02b2b, #ff8378));
    --canvas: var(--mm-canvas, light-dark(#fcfcfb, #14161a));
    --shade-0: light-dark(#f0efeb, #1f242b);
    --shade-1: light-dark(#fbd9ae, #4a2f1c);
    --shade-2: light-dark(#f3b06f, #7d4520);
    --shade-3: light-dark(#df7f37, #b8642a);
    --shade-4: light-dark(#b04d12, #ec9a56);
    --shade-5: light-dark(#6d2606, #ffdcb0);
    display: block;
    box-sizing: border-box;
    padding: 0.625rem 0.75rem 0.75rem;
    color: var(--ink);
    background: var(--canvas);
    font-family: var(--mm-font-sans, 'Inter Variable', Inter, 'Segoe UI', system-ui, sans-serif);
    font-size: var(--mm-font-size, 0.8125rem);
    line-height: 1.45;
    font-variant-numeric: tabular-nums;
  }
  p {
    margin: 0;
  }
  .head {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0.125rem 1rem;
    margin-block-end: 0.25rem;
  }
  .head b {
    font-size: 1.15em;
  }
  .quiet {
    color: var(--ink-2);
  }
  .mono,
  svg .mono {
    font-family: var(--mm-font-mono, 'JetBrains Mono', ui-monospace, 'SF Mono', Menlo, Consolas, monospace);
  }
  .stage {
    position: relative;
    overflow-x: auto;
    border-radius: 0.25rem;
    touch-action: pan-x pan-y;
  }
  .stage:focus-visible,
  summary:focus-visible,
  button:focus-visible {
    outline: 2px solid var(--mm-focus, light-dark(#1f5fd0, #8ab8ff));
    outline-offset: 2px;
  }
  svg {
    display: block;
    cursor: default;
    user-select: none;
  }
  text {
    fill: var(--ink-2);
    font-size: 11px;
  }
  text.name {
    fill: var(--ink);
    font-weight: 600;
  }
  .s0 {
    fill: var(--shade-0);
  }
  .s1 {
    fill: var(--shade-1);
  }
  .s2 {
    fill: var(--shade-2);
  }
  .s3 {
    fill: var(--shade-3);
  }
  .s4 {
    fill: var(--shade-4);
  }
  .s5 {
    fill: var(--shade-5);
  }
  .refused {
    fill: var(--broken);
    stroke: var(--canvas);
    stroke-width: 1;
  }
  .sums {
    fill: var(--ink-2);
    opacity: 0.45;
  }
  .later {
    fill: var(--canvas);
    opacity: 0.62;
  }
  .now {
    stroke: var(--accent);
    stroke-width: 1.5;
  }
  .now-head {
    fill: var(--accent);
  }
  .selected {
    fill: var(--accent);
  }
  .cursor {
    fill: none;
    stroke: var(--accent);
    stroke-width: 2;
  }
  .hover {
    fill: none;
    stroke: var(--ink);
    stroke-width: 1;
  }
  .foot {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.375rem 1rem;
    margin-block-start: 0.375rem;
    min-block-size: 1.9em;
  }
  .legend {
    display: flex;
    flex-wrap: wrap;
    margin-inline-start: auto;
    align-items: center;
    gap: 0.75rem;
    color: var(--ink-2);
  }
  .legend span {
    display: inline-flex;
    align-items: center;
    gap: 0.3rem;
  }
  button {
    padding: 0.2rem 0.6rem;
    border: 1px solid var(--line);
    border-radius: 0.375rem;
    color: inherit;
    background: none;
    font: inherit;
    cursor: pointer;
  }
  button:hover {
    border-color: var(--accent);
  }
  details {
    margin-block-start: 0.5rem;
  }
  summary {
    color: var(--ink-2);
    cursor: pointer;
  }
  .scroll {
    overflow-x: auto;
  }
  table {
    border-collapse: collapse;
    margin-block-start: 0.375rem;
  }
  th,
  td {
    padding: 0.125rem 0.75rem 0.125rem 0;
    text-align: end;
    font-weight: 400;
    white-space: nowrap;
  }
  thead th {
    color: var(--ink-2);
    border-block-end: 1px solid var(--line);
  }
  th:first-child,
  th:nth-child(2),
  td:nth-child(2) {
    text-align: start;
  }
  th button {
    padding: 0;
    border: 0;
    text-decoration: underline;
    text-decoration-color: var(--line);
    text-underline-offset: 0.2em;
  }
  .sr {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  @media (forced-colors: active) {
    .s0 {
      opacity: 0.12;
    }
    .s0,
    .s1,
    .s2,
    .s3,
    .s4,
    .s5 {
      fill: CanvasText;
    }
    .s1 {
      opacity: 0.3;
    }
    .s2 {
      opacity: 0.45;
    }
    .s3 {
      opacity: 0.6;
    }
    .s4 {
      opacity: 0.8;
    }
    .cursor,
    .now {
      stroke: Highlight;
    }
    .refused,
    .selected {
      fill: Highlight;
    }
  }
  @media print {
    :host {
      color-scheme: light;
    }
    .later,
    .hover,
    button.go {
      display: none;
    }
    details::details-content {
      content-visibility: visible;
      block-size: auto;
    }
    svg,
    .legend svg {
      print-color-adjust: exact;
    }
  }
`;
