/** Types of the elements in templates of Svelte 5. */

import type { HTMLAttributes } from 'svelte/elements';
import type { With } from './attributes.ts';

/** The elements, as Svelte types others. */
export type MmSvelteElements = With<HTMLAttributes<HTMLElement>>;

declare module 'svelte/elements' {
  interface SvelteHTMLElements extends MmSvelteElements {}
}
