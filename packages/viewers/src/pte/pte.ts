/** One entry's 64 bits as named fields. */

import type { Architecture, ViewerPlugin } from '@mm-playground/api';
import { html, type TemplateResult } from 'lit';
import { viewerPlugin } from '../element/define.ts';
import { MmElement } from '../element/viewer-element.ts';

/**
 * One entry's 64 bits as named fields.
 */
export class MmPte extends MmElement {
  static override properties = {
    arch: { attribute: false },
    level: { type: Number },
    word: { attribute: false },
  };
  declare arch: Architecture | null;
  declare level: number;
  declare word: bigint;

  constructor() {
    super();
    this.arch = null;
    this.level = 0;
    this.word = 0n;
  }

  protected override render(): TemplateResult {
    return html`<p class="empty">Page-table entry</p>
      ${this.liveRegion()}`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'mm-pte': MmPte;
  }
}

/** The plugin value of {@link MmPte}. */
export const pte: ViewerPlugin = viewerPlugin('pte', 'Page-table entry', () => MmPte);
