/** Types of the elements in JSX of Preact. */

import type { HTMLAttributes } from 'preact';
import type { With } from './attributes.ts';

declare module 'preact' {
  namespace JSX {
    interface IntrinsicElements extends With<HTMLAttributes> {}
  }
}
