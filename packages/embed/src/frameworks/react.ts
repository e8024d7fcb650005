/** Types of the elements in JSX of React 19. */

import type { DetailedHTMLProps, HTMLAttributes } from 'react';
import type { With } from './attributes.ts';

/** The elements, as React types others. */
export type MmReactElements = With<DetailedHTMLProps<HTMLAttributes<HTMLElement>, HTMLElement>>;

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements extends MmReactElements {}
  }
}
