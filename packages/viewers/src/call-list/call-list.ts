/** The calls of a program with their results and verdicts. */

import type { ViewerPlugin } from '@mm-playground/api';
import { html, type TemplateResult } from 'lit';
import type { CallRow } from '../call-row.ts';
import { viewerPlugin } from '../element/define.ts';
import { MmElement } from '../element/viewer-element.ts';
import { INITIAL, type Position } from '../position.ts';

/**
 * The calls of a program with their results and verdicts.
 *
 * @event mm-seek - a gesture asks for a position; detail is a Position
 */
export class MmCallList extends MmElement {
  static override properties = {
    calls: { attribute: false },
    position: { attribute: false },
  };
  declare calls: readonly CallRow[];
  declare position: Position;

  constructor() {
    super();
    this.calls = [];
    this.position = INITIAL;
  }

  protected override render(): TemplateResult {
    return html`<p class="empty">Calls</p>
      ${this.liveRegion()}`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'mm-call-list': MmCallList;
  }
}

/** The plugin value of {@link MmCallList}. */
export const callList: ViewerPlugin = viewerPlugin('call-list', 'Calls', () => MmCallList);
