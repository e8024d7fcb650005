/** The named steps of the current call as an indented call graph; below, what the selected step changed. */

import type { Change, Step, ViewerPlugin } from '@mm-playground/api';
import { html, type TemplateResult } from 'lit';
import { viewerPlugin } from '../element/define.ts';
import { MmElement } from '../element/viewer-element.ts';
import { INITIAL, type Position } from '../position.ts';

/**
 * The named steps of the current call as an indented call graph; below, what the selected step changed.
 *
 * @event mm-seek - a gesture asks for a position; detail is a Position
 */
export class MmSteps extends MmElement {
  static override properties = {
    steps: { attribute: false },
    position: { attribute: false },
    changes: { attribute: false },
  };
  declare steps: readonly Step[];
  declare position: Position;
  declare changes: readonly Change[];

  constructor() {
    super();
    this.steps = [];
    this.position = INITIAL;
    this.changes = [];
  }

  protected override render(): TemplateResult {
    return html`<p class="empty">Steps of a call</p>
      ${this.liveRegion()}`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'mm-steps': MmSteps;
  }
}

/** The plugin value of {@link MmSteps}. */
export const steps: ViewerPlugin = viewerPlugin('steps', 'Steps of a call', () => MmSteps);
