/** @jsxImportSource react */
import type { ReactElement } from 'react';
import './react.ts';

/** Compiles, or `tsc` says what does not. */
export const figure: ReactElement = (
  <mm-playground kernel="6.18" compare="riscv64" step={2} autoplay className="wide" onClick={() => undefined}>
    <pre>brk(NULL)</pre>
  </mm-playground>
);
export const entry: ReactElement = <mm-pte arch="arm64" value="0x60000040005fd3" />;
// @ts-expect-error there is no such attribute
export const wrong: ReactElement = <mm-pte size="3" />;
