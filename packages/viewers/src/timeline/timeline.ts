/** A scrubber over calls and, inside a call, over its named steps. */

import type { Step, ViewerPlugin } from '@mm-playground/api';
import { html, type TemplateResult } from 'lit';
import type { CallRow } from '../call-row.ts';
import { viewerPlugin } from '../element/define.ts';
import { MmElement } from '../element/viewer-element.ts';
import { INITIAL, type Position } from '../position.ts';

/**
 * A scrubber over calls and, inside a call, over its named steps.
 *
 * @event mm-seek - a gesture asks for a position; detail is a Position
 */
export class MmTimeline extends MmElement {
  static override properties = {
    calls: { attribute: false },
    position: { attribute: false },
    steps: { attribute: false },
    speed: { type: Number },
    playing: { type: Boolean, reflect: true },
  };
  declare calls: readonly CallRow[];
  declare position: Position;
  declare steps: readonly Step[];
  declare speed: number;
  declare playing: boolean;

  constructor() {
    super();
    this.calls = [];
    this.position = INITIAL;
    this.steps = [];
    this.speed = 0;
    this.playing = false;
  }

  protected override render(): TemplateResult {
    return html`<p class="empty">Timeline</p>
      ${this.liveRegion()}`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'mm-timeline': MmTimeline;
  }
}

/** The plugin value of {@link MmTimeline}. */
export const timeline: ViewerPlugin = viewerPlugin('timeline', 'Timeline', () => MmTimeline);
