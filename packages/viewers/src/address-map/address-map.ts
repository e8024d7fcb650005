/** The address space as a zoomable strip: from all of user space down to one page. */

import type { MmView, Selection, ViewerPlugin } from '@mm-playground/api';
import { html, type TemplateResult } from 'lit';
import { viewerPlugin } from '../element/define.ts';
import { MmElement } from '../element/viewer-element.ts';

/**
 * The address space as a zoomable strip: from all of user space down to one page.
 *
 * @event mm-select - a gesture selected something; detail is a Selection or null
 */
export class MmAddressMap extends MmElement {
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
    return html`<p class="empty">Address map</p>${this.liveRegion()}`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'mm-address-map': MmAddressMap;
  }
}

/** The plugin value of {@link MmAddressMap}. */
export const addressMap: ViewerPlugin = viewerPlugin('address-map', 'Address map', () => MmAddressMap);
