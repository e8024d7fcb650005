/**
 * Design tokens: one language of colour, type and focus for all elements. A page overrides `--mm-NAME` anywhere above an
 * element; inside, everything reads `--_NAME`. Light and dark come from the page's `color-scheme` through `light-dark()`.
 *
 * The colours of kinds have the same order of lightness in both schemes, so that they differ in greyscale too; what
 * matters is never told by colour alone: kinds have patterns, changes have marks, verdicts have glyphs.
 */

import { css } from 'lit';
import { wholeStyles } from './element/whole.styles.ts';
import { glossStyles } from './glossary/gloss.styles.ts';

/** The colour tokens, by name without `--mm-`. */
export const TOKEN_NAMES = [
  'canvas',
  'surface',
  'raised',
  'line',
  'line-strong',
  'ink',
  'ink-2',
  'ink-3',
  'accent',
  'accent-soft',
  'focus',
  'code',
  'data',
  'file',
  'anon',
  'heap',
  'stack',
  'shared',
  'special',
  'guard',
  'unknown',
  'read',
  'write',
  'exec',
  'before',
  'after',
  'changed',
  'changed-soft',
  'broken',
  'broken-soft',
  'inferred',
  'good',
] as const;

export type TokenName = (typeof TOKEN_NAMES)[number];

/** Tokens and the few rules that every element has. */
export const tokens = css`
  :host {
    --_canvas: var(--mm-canvas, light-dark(#fcfcfb, #14161a));
    --_surface: var(--mm-surface, light-dark(#f3f3f0, #1b1f25));
    --_raised: var(--mm-raised, light-dark(#ffffff, #22262d));
    --_line: var(--mm-line, light-dark(#e4e4e0, #2a2f37));
    --_line-strong: var(--mm-line-strong, light-dark(#b9bab5, #535a67));
    --_ink: var(--mm-ink, light-dark(#1c1f24, #e8eaee));
    --_ink-2: var(--mm-ink-2, light-dark(#4d535c, #b3bac5));
    --_ink-3: var(--mm-ink-3, light-dark(#5a606a, #8f97a4));
    --_accent: var(--mm-accent, light-dark(#1f5fd0, #7fb0ff));
    --_accent-soft: var(--mm-accent-soft, light-dark(#e4edfc, #1f2d47));
    --_focus: var(--mm-focus, light-dark(#1f5fd0, #8ab8ff));

    --_code: var(--mm-code, light-dark(#7d9fdb, #44689f));
    --_data: var(--mm-data, light-dark(#dcb565, #8a6a2c));
    --_file: var(--mm-file, light-dark(#c3cfe2, #4b586e));
    --_anon: var(--mm-anon, light-dark(#a3c8ba, #456b5e));
    --_heap: var(--mm-heap, light-dark(#e5a274, #9a5a33));
    --_stack: var(--mm-stack, light-dark(#c389ae, #86506f));
    --_shared: var(--mm-shared, light-dark(#6fb08e, #357450));
    --_special: var(--mm-special, light-dark(#aca6d0, #5d578a));
    --_guard: var(--mm-guard, light-dark(#e2e0da, #33373f));
    --_unknown: var(--mm-unknown, light-dark(#cfcfcb, #4a4f58));

    --_read: var(--mm-read, light-dark(#4d535c, #b3bac5));
    --_write: var(--mm-write, light-dark(#b4530f, #e39a63));
    --_exec: var(--mm-exec, light-dark(#1f5fd0, #7fb0ff));
    --_before: var(--mm-before, light-dark(#8a5a00, #d9a94e));
    --_after: var(--mm-after, light-dark(#0b6b4f, #5fd0a6));
    --_changed: var(--mm-changed, light-dark(#0b7a5a, #4cc79b));
    --_changed-soft: var(--mm-changed-soft, light-dark(#e0f4ec, #17352c));
    --_broken: var(--mm-broken, light-dark(#c02b2b, #ff8378));
    --_broken-soft: var(--mm-broken-soft, light-dark(#fbe7e5, #431f1e));
    --_inferred: var(--mm-inferred, light-dark(#7a4fb5, #c3a1f2));
    --_good: var(--mm-good, light-dark(#2f6f4f, #7cc4a0));

    --_sans: var(--mm-font-sans, 'Inter Variable', Inter, 'Segoe UI', system-ui, -apple-system, sans-serif);
    --_mono: var(
      --mm-font-mono,
      'JetBrains Mono',
      ui-monospace,
      'SF Mono',
      SFMono-Regular,
      'Cascadia Mono',
      Menlo,
      Consolas,
      'DejaVu Sans Mono',
      monospace
    );
    --_size: var(--mm-font-size, 0.8125rem);
    --_small: calc(var(--_size) * 0.86);
    --_row: 1.6154em;
    --_radius: var(--mm-radius, 0.375rem);

    display: block;
    box-sizing: border-box;
    min-inline-size: 0;
    color: var(--_ink);
    background: var(--_canvas);
    font-family: var(--_sans);
    font-size: var(--_size);
    line-height: 1.45;
    font-variant-numeric: tabular-nums;
    text-align: start;
    accent-color: var(--_accent);
    scrollbar-width: thin;
    scrollbar-color: var(--_line-strong) transparent;
  }
  :host([hidden]) {
    display: none;
  }
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  :focus-visible {
    outline: 2px solid var(--_focus);
    outline-offset: -2px;
    border-radius: 3px;
  }
  .mono {
    font-family: var(--_mono);
    font-size: 0.95em;
  }
  .sr {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    margin: -1px;
    padding: 0;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
    border: 0;
  }
  .empty {
    margin: 0;
    padding: 1.5rem 1rem;
    color: var(--_ink-3);
    text-align: center;
    text-wrap: balance;
  }
  button {
    font: inherit;
    color: inherit;
  }
  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    min-inline-size: 1.75rem;
    block-size: 1.75rem;
    padding: 0 0.4rem;
    border: 1px solid transparent;
    border-radius: var(--_radius);
    background: transparent;
    color: var(--_ink-2);
    cursor: pointer;
  }
  .button:hover:enabled {
    background: var(--_surface);
    border-color: var(--_line);
    color: var(--_ink);
  }
  .button:disabled {
    opacity: 0.4;
    cursor: default;
  }
  .button svg {
    inline-size: 1rem;
    block-size: 1rem;
    fill: currentColor;
  }
  th[data-term],
  li[data-term] {
    cursor: help;
  }
  ${glossStyles}
  ${wholeStyles}
  @media (forced-colors: active) {
    :focus-visible {
      outline-color: Highlight;
    }
    .button {
      border-color: ButtonText;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    *,
    *::before,
    *::after {
      animation: none !important;
      transition: none !important;
    }
  }
`;

/** Probes through which a canvas reads the colours; see ThemeController. */
export const probeStyles = css`
  .probes {
    position: absolute;
    inline-size: 0;
    block-size: 0;
    overflow: hidden;
    visibility: hidden;
  }
  .probes > i {
    transition: color 1ms !important;
    forced-color-adjust: none;
  }
  [data-token='canvas'] {
    color: var(--_canvas);
  }
  [data-token='surface'] {
    color: var(--_surface);
  }
  [data-token='raised'] {
    color: var(--_raised);
  }
  [data-token='line'] {
    color: var(--_line);
  }
  [data-token='line-strong'] {
    color: var(--_line-strong);
  }
  [data-token='ink'] {
    color: var(--_ink);
  }
  [data-token='ink-2'] {
    color: var(--_ink-2);
  }
  [data-token='ink-3'] {
    color: var(--_ink-3);
  }
  [data-token='accent'] {
    color: var(--_accent);
  }
  [data-token='accent-soft'] {
    color: var(--_accent-soft);
  }
  [data-token='focus'] {
    color: var(--_focus);
  }
  [data-token='code'] {
    color: var(--_code);
  }
  [data-token='data'] {
    color: var(--_data);
  }
  [data-token='file'] {
    color: var(--_file);
  }
  [data-token='anon'] {
    color: var(--_anon);
  }
  [data-token='heap'] {
    color: var(--_heap);
  }
  [data-token='stack'] {
    color: var(--_stack);
  }
  [data-token='shared'] {
    color: var(--_shared);
  }
  [data-token='special'] {
    color: var(--_special);
  }
  [data-token='guard'] {
    color: var(--_guard);
  }
  [data-token='unknown'] {
    color: var(--_unknown);
  }
  [data-token='read'] {
    color: var(--_read);
  }
  [data-token='write'] {
    color: var(--_write);
  }
  [data-token='exec'] {
    color: var(--_exec);
  }
  [data-token='before'] {
    color: var(--_before);
  }
  [data-token='after'] {
    color: var(--_after);
  }
  [data-token='changed'] {
    color: var(--_changed);
  }
  [data-token='changed-soft'] {
    color: var(--_changed-soft);
  }
  [data-token='broken'] {
    color: var(--_broken);
  }
  [data-token='broken-soft'] {
    color: var(--_broken-soft);
  }
  [data-token='inferred'] {
    color: var(--_inferred);
  }
  [data-token='good'] {
    color: var(--_good);
  }
`;
