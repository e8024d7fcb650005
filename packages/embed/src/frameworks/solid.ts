/** Types of the elements in JSX of Solid. */

import type { JSX as Solid } from 'solid-js';
import type { With } from './attributes.ts';

declare module 'solid-js' {
  namespace JSX {
    interface IntrinsicElements extends With<Solid.HTMLAttributes<HTMLElement>> {}
  }
}
