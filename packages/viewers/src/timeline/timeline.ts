/**
 * The timeline: a scrubber over the calls of a program, and below it the steps of the current call as a flame graph to
 * scrub in as well. Playing is asking for the next position at a steady pace; who owns the position answers by setting it.
 */

import type { Step } from '@mm-playground/api';
import { html, svg, type CSSResultGroup, type PropertyValues, type TemplateResult } from 'lit';
import type { Ctx } from '../address-map/picture.ts';
import { isPlain } from '../element/list-gestures.ts';
import type { CallRow } from '../call-row.ts';
import { VERDICT_LOOKS } from '../call-row.ts';
import { fitCanvas } from '../element/fit-canvas.ts';
import { ResizeController, type Area } from '../element/resize-controller.ts';
import { canvasTemplate } from '../element/stage-controller.ts';
import { ThemeController } from '../element/theme-controller.ts';
import { TipController, type Point, type Tip } from '../element/tip-controller.ts';
import { tips } from '../element/tip.styles.ts';
import { pointOn } from '../element/type-scale.ts';
import { MmElement } from '../element/viewer-element.ts';
import { grouped } from '../format/address.ts';
import {
  endOf,
  INITIAL,
  PLAY_EVENT,
  nextCall,
  nextStep,
  previousCall,
  previousStep,
  samePosition,
  type Position,
} from '../position.ts';
import { probeStyles, tokens } from '../tokens.styles.ts';
import { barTip, callTip } from './timeline-words.ts';
import { barAt, flameRows, type FlameRow } from './flame.ts';
import { callAt, callMarks, stepAt, tasksOf, type CallMark } from './timeline-layout.ts';
import { BANDS, depthAt, drawTimeline } from './timeline.draw.ts';
import { styles } from './timeline.styles.ts';

/** Steps per second to choose from. */
const SPEEDS = [1, 2, 4, 8, 16, 32] as const;
const DEFAULT_SPEED = 4;
const CALM_SPEED = 1;
/** Of the picture on a server. */
const SERVER_PX = 132;

const ICONS = {
  first: 'M3 3h1.6v10H3zM13 3v10L5.5 8z',
  previousCall: 'M8 3v10L1.5 8zM14.5 3v10L8 8z',
  previous: 'M11.5 3v10L4 8z',
  play: 'M4.5 2.5v11L13.5 8z',
  pause: 'M4 3h3v10H4zM9 3h3v10H9z',
  next: 'M4.5 3v10L12 8z',
  nextCall: 'M1.5 3v10L8 8zM8 3v10l6.5-5z',
  last: 'M3 3v10l7.5-5zM11.4 3H13v10h-1.6z',
} as const;

/**
 * A scrubber over calls and steps.
 *
 * Keys, on the track: left and right go by steps, with Shift (or up and down) by calls, PageUp and PageDown by ten calls,
 * Home and End to the ends, Space plays and pauses.
 *
 * @event mm-seek - a gesture, a key or playing asks for a position; detail is a Position
 * @event mm-play - playing started or ended; detail is a boolean
 * @csspart track - the scrubber
 * @csspart buttons - the transport buttons
 * @csspart tooltip - what is under the pointer
 */
export class MmTimeline extends MmElement {
  static override properties = {
    calls: { attribute: false },
    position: { attribute: false },
    steps: { attribute: false },
    speed: { type: Number },
    playing: { type: Boolean, reflect: true },
  };
  static override styles: CSSResultGroup = [tokens, probeStyles, tips, styles];
  /** The calls, in order of their index. */
  declare calls: readonly CallRow[];
  /** Where the timeline stands. */
  declare position: Position;
  /** The steps of the position's call. */
  declare steps: readonly Step[];
  /** Steps per second while playing; 4 unless set, and 1 where somebody wants less motion. */
  declare speed: number;
  /** Whether it plays. */
  declare playing: boolean;

  readonly #size = new ResizeController(this, () => this.renderRoot.querySelector('.track'), SERVER_PX);
  readonly #theme = new ThemeController(this);
  readonly #tip = new TipController(this, '.track');
  #flame: readonly FlameRow[] = [];
  /** Of these calls, at this width: laying out costs as much as there are calls. */
  #marks: { calls: readonly CallRow[]; width: number; lanes: number; marks: readonly CallMark[] } | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #scrubbing: 'calls' | 'steps' | null = null;
  #hover: Point | null = null;

  constructor() {
    super();
    this.calls = [];
    this.position = INITIAL;
    this.steps = [];
    this.speed = DEFAULT_SPEED;
    this.playing = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    const wantsLess = matchMedia('(prefers-reduced-motion: reduce)').matches;
    if (wantsLess && this.speed === DEFAULT_SPEED) this.speed = CALM_SPEED;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
    this.playing = false;
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('steps')) this.#flame = flameRows(this.steps);
    if (changed.has('playing') || changed.has('position') || changed.has('speed')) this.#schedule();
  }

  protected override updated(): void {
    const canvas = this.renderRoot.querySelector('canvas');
    const { area } = this.#size;
    const ctx = canvas?.getContext('2d', { alpha: false }) ?? null;
    if (ctx === null || area === null) return;
    fitCanvas(ctx, area);
    this.#draw(ctx, area);
  }

  #draw(ctx: Ctx, area: Area): void {
    const { theme } = this.#theme;
    if (theme === null) return;
    drawTimeline(ctx, {
      calls: this.calls.length,
      ...this.#marksAt(area.width),
      flame: this.#flame,
      stepCount: this.steps.length,
      position: this.position,
      theme,
      width: area.width,
      height: area.height,
    });
  }

  #marksAt(width: number): { readonly marks: readonly CallMark[]; readonly lanes: number } {
    const { calls } = this;
    if (this.#marks?.calls !== calls || this.#marks.width !== width) {
      const tasks = tasksOf(calls);
      this.#marks = { calls, width, lanes: tasks.length, marks: callMarks(calls, width, tasks) };
    }
    return { marks: this.#marks.marks, lanes: this.#marks.lanes };
  }

  protected override render(): TemplateResult {
    const { calls, position } = this;
    const atStart = position.call < 0;
    const atEnd = samePosition(nextStep(calls, position), position);
    return html`
      <div class="bar">
        <div class="buttons" part="buttons" role="group" aria-label="Go">
          ${this.#button('first', 'To the start', () => INITIAL, atStart)}
          ${this.#button('previousCall', 'Previous call', () => previousCall(calls, position), atStart)}
          ${this.#button('previous', 'Step back', () => previousStep(calls, position), atStart)}
          <button
            class="button play"
            type="button"
            aria-label=${this.playing ? 'Pause' : 'Play'}
            title=${this.playing ? 'Pause (Space)' : 'Play (Space)'}
            ?disabled=${atEnd && !this.playing}
            @click=${() => this.#play(!this.playing)}
          >
            ${icon(this.playing ? ICONS.pause : ICONS.play)}
          </button>
          ${this.#button('next', 'Step', () => nextStep(calls, position), atEnd)}
          ${this.#button('nextCall', 'Next call', () => nextCall(calls, position), atEnd)}
          ${this.#button('last', 'To the end', () => endOf(calls, calls.length - 1), atEnd)}
        </div>
        <span class="where">${this.#where()}</span>
        <label>
          speed
          <select @change=${this.#onSpeed}>
            ${SPEEDS.map((speed) => html`<option value=${speed} ?selected=${speed === this.speed}>${speed} / s</option>`)}
          </select>
        </label>
      </div>
      <div
        class="track"
        part="track"
        tabindex="0"
        role="slider"
        aria-label="Timeline"
        aria-orientation="horizontal"
        aria-valuemin="0"
        aria-valuemax=${calls.length}
        aria-valuenow=${position.call + 1}
        aria-valuetext=${this.#valueText()}
        @keydown=${this.#onKey}
        @pointerdown=${this.#onDown}
        @pointermove=${this.#onMove}
        @pointerup=${this.#onUp}
        @pointercancel=${this.#onUp}
        @pointerleave=${() => this.#hoverAt(null)}
      >
        ${canvasTemplate(this.#size.area, (ctx, area) => this.#draw(ctx, area))}
      </div>
      ${this.#tip.show(this.#hover, this.#whatIsThere())} ${this.#theme.probes()} ${this.liveRegion()}
    `;
  }

  #button(name: keyof typeof ICONS, label: string, to: () => Position, disabled: boolean): TemplateResult {
    return html`<button
      class="button"
      type="button"
      aria-label=${label}
      title=${label}
      ?disabled=${disabled}
      @click=${() => this.#go(to())}
    >
      ${icon(ICONS[name])}
    </button>`;
  }

  #where(): TemplateResult {
    const { calls, position } = this;
    if (calls.length === 0) return html`nothing to play`;
    if (position.call < 0) return html`<b>initial state</b>, ${grouped(calls.length)} calls`;
    const step = this.steps[position.step];
    const task = calls[position.call]?.task ?? '';
    return html`${task === '' ? '' : html`task <b>${task}</b> · `}call <b>${grouped(position.call + 1)}</b> of
      ${grouped(calls.length)}${
        this.steps.length === 0
          ? ''
          : html` · step <b>${grouped(position.step + 1)}</b> of ${grouped(this.steps.length)}`
      }${step === undefined ? '' : html` · <span class="mono" data-term=${step.name}>${step.kind === 'exit' ? 'return' : step.name}</span>`}`;
  }

  #valueText(): string {
    const row = this.calls[this.position.call];
    if (row === undefined) return 'initial state';
    const step = this.steps[this.position.step];
    const inside = step === undefined ? '' : `, step ${this.position.step + 1} of ${this.steps.length}: ${step.name}`;
    return `call ${row.index + 1} of ${this.calls.length}: ${row.text}${inside}, ${VERDICT_LOOKS[row.verdict].words}`;
  }

  #go(to: Position): void {
    this.#play(false);
    if (!samePosition(to, this.position)) this.seek(to);
  }

  #play(on: boolean): void {
    if (on === this.playing) return;
    this.playing = on;
    this.dispatchEvent(new CustomEvent<boolean>(PLAY_EVENT, { detail: on, bubbles: true, composed: true }));
  }

  #schedule(): void {
    clearTimeout(this.#timer);
    if (!this.playing) return;
    this.#timer = setTimeout(
      () => {
        const to = nextStep(this.calls, this.position);
        if (samePosition(to, this.position)) this.#play(false);
        else this.seek(to);
      },
      1000 / Math.max(this.speed, 0.1),
    );
  }

  readonly #onSpeed = (event: Event): void => {
    this.speed = Number((event.target as HTMLSelectElement).value);
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    if (!isPlain(event)) return;
    if (event.key === ' ') this.#play(!this.playing);
    else {
      const to = positionForKey(event, this.calls, this.position);
      if (to === null) return;
      this.#go(to);
    }
    event.preventDefault();
  };

  readonly #onDown = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    const track = event.currentTarget as HTMLElement;
    track.setPointerCapture(event.pointerId);
    this.#scrubbing = this.#isOverSteps(pointOn(track, event)) ? 'steps' : 'calls';
    this.#hoverAt(null);
    this.#scrub(event);
  };

  readonly #onMove = (event: PointerEvent): void => {
    if (this.#scrubbing === null) this.#hoverAt(pointOn(event.currentTarget as HTMLElement, event));
    else this.#scrub(event);
  };

  readonly #onUp = (): void => {
    this.#scrubbing = null;
  };

  #isOverSteps({ y }: Point): boolean {
    return y >= BANDS.flame.top - 4 && this.steps.length > 0;
  }

  #hoverAt(at: Point | null): void {
    if (at === null && this.#hover === null) return;
    this.#hover = at;
    this.requestUpdate();
  }

  /** What is under the pointer: a bar of the flame graph, or a call. */
  #whatIsThere(): Tip | null {
    const [at, width] = [this.#hover, this.#size.area?.width];
    if (at === null || width === undefined) return null;
    if (!this.#isOverSteps(at)) return callTip(this.calls[callAt(at.x, this.calls.length, width)]);
    return barTip(barAt(this.#flame[depthAt(at.y)], at.x, this.steps.length, width));
  }

  #scrub(event: PointerEvent): void {
    const { x } = pointOn(event.currentTarget as HTMLElement, event);
    const width = this.#size.area?.width ?? 0;
    if (this.#scrubbing === 'steps') this.#go({ call: this.position.call, step: stepAt(x, this.steps.length, width) });
    else {
      const call = callAt(x, this.calls.length, width);
      if (call !== this.position.call) this.#go(endOf(this.calls, call));
    }
  }
}

const FAR = 10;

/** Where a key goes; null where it is not the timeline's. */
function positionForKey(
  event: Pick<KeyboardEvent, 'key' | 'shiftKey'>,
  calls: readonly CallRow[],
  at: Position,
): Position | null {
  switch (event.shiftKey ? `Shift+${event.key}` : event.key) {
    case 'ArrowRight':
      return nextStep(calls, at);
    case 'ArrowLeft':
      return previousStep(calls, at);
    case 'ArrowUp':
    case 'Shift+ArrowRight':
      return nextCall(calls, at);
    case 'ArrowDown':
    case 'Shift+ArrowLeft':
      return previousCall(calls, at);
    case 'PageUp':
      return endOf(calls, Math.min(calls.length - 1, at.call + FAR));
    case 'PageDown':
      return endOf(calls, Math.max(-1, at.call - FAR));
    case 'Home':
      return INITIAL;
    case 'End':
      return endOf(calls, calls.length - 1);
    default:
      return null;
  }
}

const icon = (path: string): TemplateResult =>
  html`<svg viewBox="0 0 16 16" aria-hidden="true">${svg`<path d=${path} />`}</svg>`;

declare global {
  interface HTMLElementTagNameMap {
    'mm-timeline': MmTimeline;
  }
}
