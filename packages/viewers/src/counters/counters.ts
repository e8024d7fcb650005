/** The counters of the mm under the kernel's names, what changed, and how they went. */

import type { Counters, MmView, ViewerPlugin } from '@mm-playground/api';
import { html, type TemplateResult } from 'lit';
import { viewerPlugin } from '../element/define.ts';
import { MmElement } from '../element/viewer-element.ts';

/**
 * The counters of the mm under the kernel's names, what changed, and how they went.
 */
export class MmCounters extends MmElement {
  static override properties = {
    view: { attribute: false },
    previous: { attribute: false },
    history: { attribute: false },
  };
  declare view: MmView | null;
  declare previous: MmView | null;
  declare history: readonly Counters[];

  constructor() {
    super();
    this.view = null;
    this.previous = null;
    this.history = [];
  }

  protected override render(): TemplateResult {
    return html`<p class="empty">Counters</p>
      ${this.liveRegion()}`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'mm-counters': MmCounters;
  }
}

/** The plugin value of {@link MmCounters}. */
export const counters: ViewerPlugin = viewerPlugin('counters', 'Counters', () => MmCounters);
