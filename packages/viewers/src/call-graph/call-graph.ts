/**
 * The kernel's functions of the current call: who calls whom and how often, when each was at work, and what each changed. The present
 * step is marked in the tree and in the picture of time beside it.
 */

import type { Change } from '@mm-playground/api';
import { html, nothing, svg, type CSSResultGroup, type PropertyValues, type TemplateResult } from 'lit';
import { isPlain, listKey, rowOfClick } from '../element/list-gestures.ts';
import { callRows, DEEPEST } from '../element/call-rows.styles.ts';
import { listStyles } from '../element/list.styles.ts';
import { RowsController } from '../element/row-window.ts';
import { SheetController } from '../element/sheet-controller.ts';
import { MmElement } from '../element/viewer-element.ts';
import type { EventSource } from '../events/event-log.ts';
import { grouped } from '../format/address.ts';
import { INITIAL, type Position } from '../position.ts';
import { changesStyles } from '../steps/changes.styles.ts';
import { changesTable } from '../steps/changes.templates.ts';
import { valueText } from '../steps/step-rows.ts';
import { tokens } from '../tokens.styles.ts';
import { styles } from './call-graph.styles.ts';
import { callTrees, innermost, isUnderWay, nextRun, shownNodes, type CallNode } from './call-tree.ts';

/** Steps of each call, and what a function changed. */
export interface CallGraphSource extends EventSource {
  /** What changed from before step `first` of a call to after step `last`, as a whole. */
  changesOver(call: number, first: number, last: number): readonly Change[];
}

/** Changes that are shown of one node. */
const MOST_CHANGES = 200;
/** Runs that the picture of time draws apart; a pixel has no room for more. */
const MOST_RUNS = 64;
const TIME = { width: 100, height: 8 } as const;
const KIND_WORDS: Readonly<Record<CallNode['kind'], string>> = {
  function: 'function',
  step: 'step',
  tracepoint: 'tracepoint',
};

/**
 * The call graph of the position's call. Choosing a function goes to where it is entered, and then to where it is entered next.
 *
 * Keys: up, down, PageUp, PageDown, Home, End go from line to line; right and left unfold and fold; Enter goes to the line's next run.
 *
 * @event mm-seek - a function or step was chosen; detail is a Position in the same call
 * @csspart changes - what the line changed
 */
export class MmCallGraph extends MmElement {
  static override properties = {
    source: { attribute: false },
    position: { attribute: false },
    withSteps: { state: true },
  };
  static override styles: CSSResultGroup = [tokens, listStyles, callRows, changesStyles, styles];
  /** Where steps and changes come from. */
  declare source: CallGraphSource | null;
  /** Where the timeline stands. */
  declare position: Position;
  /** Whether steps and tracepoints are shown as well. */
  declare private withSteps: boolean;

  #trees: readonly CallNode[] = [];
  #shown: readonly CallNode[] = [];
  readonly #folded = new Set<string>();
  readonly #changes = new Map<CallNode, readonly Change[]>();
  #steps = 0;
  /** The line where the keyboard is. */
  #cursor: CallNode | null = null;
  readonly #window = new RowsController(this, new SheetController(this), () => this.#shown.length);

  constructor() {
    super();
    this.source = null;
    this.position = INITIAL;
    this.withSteps = true;
  }

  protected override willUpdate(changed: PropertyValues): void {
    const before = changed.get('position') as Position | undefined;
    const isOtherCall = changed.has('source') || (before !== undefined && before.call !== this.position.call);
    if (isOtherCall) this.#read();
    this.#shown = shownNodes(this.#trees, this.#folded, this.withSteps);
    if (changed.has('position') || isOtherCall) this.#toPosition();
  }

  protected override render(): TemplateResult {
    if (this.#trees.length === 0)
      return html`<p class="empty">
          ${this.position.call < 0 ? 'Nothing has run yet.' : 'No steps were recorded for this call.'}
        </p>
        ${this.liveRegion()}`;
    const { first, last } = this.#window.window;
    const cursor = this.#cursorIndex();
    const present = innermost(this.#shown, this.position.step);
    return html`
      <div class="bar">
        <span>${this.#summary()}</span>
        <label>
          <input
            type="checkbox"
            .checked=${this.withSteps}
            @change=${(event: Event) => (this.withSteps = (event.target as HTMLInputElement).checked)}
          />
          steps and tracepoints
        </label>
      </div>
      <div
        class="scroll"
        tabindex="0"
        role="tree"
        aria-label="Who calls whom"
        aria-activedescendant=${cursor >= first && cursor < last ? `node-${cursor}` : nothing}
        @keydown=${this.#onKey}
        @click=${this.#onClick}
      >
        <div class="before" role="presentation"></div>
        ${this.#shown.slice(first, last).map((node, i) => this.#row(node, first + i, cursor, present))}
        <div class="after" role="presentation"></div>
      </div>
      ${this.#changed()} ${this.liveRegion()}
    `;
  }

  #row(node: CallNode, index: number, cursor: number, present: number): TemplateResult {
    const { kind, name, depth, runs, result, children } = node;
    const { step } = this.position;
    const isFuture = (runs[0]?.first ?? 0) > step;
    const isFolded = this.#folded.has(node.key);
    const mayFold = children.some((each) => this.withSteps || each.kind === 'function');
    const changes = this.#changesOf(node).length;
    const state = `${isFuture ? 'future' : ''} ${isUnderWay(node, step) ? 'under-way' : ''}`;
    return html`<div
      class="row ${kind} ${state} ${index === present ? 'current' : ''} ${index === cursor ? 'cursor' : ''}"
      role="treeitem"
      id="node-${index}"
      data-index=${index}
      aria-level=${depth + 1}
      aria-selected=${index === present}
      aria-expanded=${mayFold ? !isFolded : nothing}
    >
      <span class="guides d${Math.min(depth, DEEPEST)}"></span>
      <span class="fold" data-fold aria-hidden="true">${mayFold ? (isFolded ? '▸' : '▾') : ''}</span>
      <span class="icon" aria-hidden="true"></span>
      <span class="name" data-term=${name}><span class="sr">${KIND_WORDS[kind]} </span>${name}</span>
      ${runs.length === 1 ? nothing : html`<span class="count">×${grouped(runs.length)}<span class="sr"> times</span></span>`}
      ${result === undefined ? nothing : html`<span class="result">→ ${valueText(result)}</span>`}
      <span class="changed ${changes === 0 ? 'none' : ''}"
        >${changes === 0 ? '' : `${grouped(changes)} ${changes === 1 ? 'field' : 'fields'}`}</span
      >
      ${this.#time(node)}
    </div>`;
  }

  /** When it was at work: the whole call is the width; the line is now. */
  #time({ runs }: CallNode): TemplateResult {
    const x = (step: number): number => (TIME.width * step) / Math.max(1, this.#steps);
    const drawn = runs.length <= MOST_RUNS ? runs : [{ first: runs[0]?.first ?? 0, last: runs.at(-1)?.last ?? 0 }];
    return html`<svg
      class="time"
      viewBox="0 0 ${TIME.width} ${TIME.height}"
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      ${drawn.map(
        ({ first, last }) =>
          svg`<rect x=${x(first)} y="1" width=${Math.max(0.6, x(last - first + 1))} height=${TIME.height - 2} />`,
      )}
      ${this.position.step < 0 ? nothing : svg`<line x1=${x(this.position.step + 1)} x2=${x(this.position.step + 1)} y1="0" y2=${TIME.height} />`}
    </svg>`;
  }

  /** What the line of the keyboard changed, in all of its runs. */
  #changed(): TemplateResult {
    const node = this.#cursor;
    const changes = node === null ? [] : this.#changesOf(node);
    const name = node?.name ?? 'This';
    if (changes.length === 0) return html`<div class="changes" part="changes"><p>${name} changed nothing.</p></div>`;
    const shown = changes.slice(0, MOST_CHANGES);
    const left = changes.length - shown.length;
    return html`<div class="changes" part="changes" tabindex="0" role="region" aria-label="What ${name} changed">
      ${changesTable(shown, `What ${name} changed`)}
      ${left === 0 ? nothing : html`<p>and ${grouped(left)} fields more</p>`}
    </div>`;
  }

  #summary(): string {
    const functions = shownNodes(this.#trees, new Set(), false);
    const runs = functions.reduce((sum, node) => sum + node.runs.length, 0);
    return `${grouped(runs)} calls of ${grouped(new Set(functions.map(({ name }) => name)).size)} functions`;
  }

  #read(): void {
    const { call } = this.position;
    const steps = call < 0 ? [] : (this.source?.stepsOf(call) ?? []);
    this.#steps = steps.length;
    this.#trees = callTrees(steps);
    this.#changes.clear();
    this.#folded.clear();
    this.#cursor = null;
  }

  #changesOf(node: CallNode): readonly Change[] {
    const known = this.#changes.get(node);
    if (known !== undefined) return known;
    const { call } = this.position;
    const changes = node.runs.flatMap(({ first, last }) => this.source?.changesOver(call, first, last) ?? []);
    this.#changes.set(node, changes);
    return changes;
  }

  #cursorIndex(): number {
    return this.#cursor === null ? -1 : this.#shown.indexOf(this.#cursor);
  }

  /** To the innermost function at work, where the keyboard is not in what is at work already. */
  #toPosition(): void {
    const { step } = this.position;
    const present = innermost(this.#shown, step);
    if (this.#cursor === null || !isUnderWay(this.#cursor, step) || this.#cursorIndex() < 0)
      this.#cursor = this.#shown[present] ?? null;
    if (present >= 0) this.#window.reveal(present);
  }

  readonly #onClick = (event: Event): void => {
    const path = event.composedPath().filter((node) => node instanceof HTMLElement);
    const node = this.#shown[rowOfClick(event)];
    if (node === undefined) return;
    if (path.some(({ dataset }) => dataset['fold'] !== undefined) && node.children.length > 0)
      this.#fold(node, !this.#folded.has(node.key));
    else this.#choose(node);
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    if (!isPlain(event)) return;
    const index = this.#cursorIndex();
    const node = this.#shown[index];
    if (node !== undefined && event.key === 'Enter') this.#choose(node);
    else if (node !== undefined && event.key === 'ArrowRight') this.#unfold(node, index);
    else if (node !== undefined && event.key === 'ArrowLeft') this.#up(node, index);
    else {
      const to = listKey(event, index, this.#shown.length);
      if (to === null) return;
      this.#moveTo(to);
    }
    event.preventDefault();
  };

  /** Unfolds; where that is done, goes to the first line inside. */
  #unfold(node: CallNode, index: number): void {
    if (this.#folded.has(node.key)) this.#fold(node, false);
    else if ((this.#shown[index + 1]?.depth ?? -1) > node.depth) this.#moveTo(index + 1);
  }

  /** Folds; where there is nothing to fold, goes to the caller. */
  #up(node: CallNode, index: number): void {
    const isOpen = (this.#shown[index + 1]?.depth ?? -1) > node.depth;
    if (isOpen) this.#fold(node, true);
    else this.#moveTo(this.#shown.findLastIndex(({ depth }, at) => at < index && depth < node.depth));
  }

  #fold(node: CallNode, isFolded: boolean): void {
    if (isFolded) this.#folded.add(node.key);
    else this.#folded.delete(node.key);
    this.#cursor = node;
    this.requestUpdate();
  }

  #moveTo(index: number): void {
    const node = this.#shown[index];
    if (node === undefined) return;
    this.#cursor = node;
    this.#window.reveal(index);
    this.say(this.#sentence(node));
    this.requestUpdate();
  }

  #choose(node: CallNode): void {
    this.#cursor = node;
    this.seek({ call: this.position.call, step: nextRun(node, this.position.step) });
    this.say(this.#sentence(node));
    this.requestUpdate();
  }

  #sentence(node: CallNode): string {
    const changes = this.#changesOf(node).length;
    const times = node.runs.length === 1 ? '' : `, ${node.runs.length} times`;
    return `${KIND_WORDS[node.kind]} ${node.name}${times}, changed ${changes === 0 ? 'nothing' : `${changes} fields`}`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'mm-call-graph': MmCallGraph;
  }
}
