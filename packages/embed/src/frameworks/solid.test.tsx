/** @jsxImportSource solid-js */
import type { JSX } from 'solid-js';
import './solid.ts';

/** Compiles, or `tsc` says what does not. */
export const figure: JSX.Element = (
  <mm-playground kernel="6.18" views="call-list" class="wide">
    <pre>brk(NULL)</pre>
  </mm-playground>
);
// @ts-expect-error there is no such attribute
export const wrong: JSX.Element = <mm-maps-table colour="red" />;
