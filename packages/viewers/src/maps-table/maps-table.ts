/** The rows of /proc/PID/maps as the kernel prints them. */

import type { MmView, Selection, ViewerPlugin } from '@mm-playground/api';
import { html, type TemplateResult } from 'lit';
import { viewerPlugin } from '../element/define.ts';
import { MmElement } from '../element/viewer-element.ts';

/**
 * The rows of /proc/PID/maps as the kernel prints them.
 *
 * @event mm-select - a gesture selected something; detail is a Selection or null
 */
export class MmMapsTable extends MmElement {
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
    return html`<p class="empty">/proc/PID/maps</p>
      ${this.liveRegion()}`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'mm-maps-table': MmMapsTable;
  }
}

/** The plugin value of {@link MmMapsTable}. */
export const mapsTable: ViewerPlugin = viewerPlugin('maps-table', '/proc/PID/maps', () => MmMapsTable);
