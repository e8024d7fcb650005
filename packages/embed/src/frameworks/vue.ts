/** Types of the elements in templates of Vue. */

import type { DefineComponent, HTMLAttributes } from 'vue';
import type { MmElements } from './attributes.ts';

/** The elements, as Vue types components. */
export type MmVueElements = { [Tag in keyof MmElements]: DefineComponent<HTMLAttributes & MmElements[Tag]> };

declare module 'vue' {
  interface GlobalComponents extends MmVueElements {}
}
