/** The walk from the root to the selected page, with the entries of each table on the way. */

import type { MmView, Selection, ViewerPlugin } from '@mm-playground/api';
import { html, type TemplateResult } from 'lit';
import { viewerPlugin } from '../element/define.ts';
import { MmElement } from '../element/viewer-element.ts';

/**
 * The walk from the root to the selected page, with the entries of each table on the way.
 *
 * @event mm-select - a gesture selected something; detail is a Selection or null
 */
export class MmPageTables extends MmElement {
  static override properties = {
    view: { attribute: false },
    previous: { attribute: false },
    selection: { attribute: false },
  };
  declare view: MmView | null;
  declare previous: MmView | null;
  declare selection: Selection | null;

  constructor() {
    super();
    this.view = null;
    this.previous = null;
    this.selection = null;
  }

  protected override render(): TemplateResult {
    return html`<p class="empty">Page tables</p>
      ${this.liveRegion()}`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'mm-page-tables': MmPageTables;
  }
}

/** The plugin value of {@link MmPageTables}. */
export const pageTables: ViewerPlugin = viewerPlugin('page-tables', 'Page tables', () => MmPageTables);
