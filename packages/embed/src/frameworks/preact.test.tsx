/** @jsxImportSource preact */
import type { VNode } from 'preact';
import './preact.ts';

/** Compiles, or `tsc` says what does not. */
export const figure: VNode = (
  <mm-playground kernel="6.18" views="call-list" class="wide">
    <pre>brk(NULL)</pre>
  </mm-playground>
);
// @ts-expect-error there is no such theme
export const wrong: VNode = <mm-playground theme="blue" />;
