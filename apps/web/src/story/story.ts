/*
 * The story of a file: its question, the explanations where they stand, and what it expects of which kernel. Fetched when a file
 * has one. Its texts come from the file: they become templates, never HTML.
 */
import type { Story } from '@mm-playground/api';
import { tokens } from '@mm-playground/viewers';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { EngineFacts } from '../engine.ts';
import { ask } from '../shell/ask.ts';
import { sentence } from '../shell/words.ts';
import type { AppState } from '../state.ts';
import { markdown } from './markdown.ts';
import { storyStyles } from './story.styles.ts';
import { verdictTable } from './verdicts.ts';

type Explanation = Story['explain'][number];

/**
 * The story of the file that is open.
 *
 * @event mm-app-action - asks the shell for an action; detail is an Action
 */
export class MmAppStory extends LitElement {
  static override properties = { state: { attribute: false }, facts: { attribute: false } };
  static override styles = [tokens, storyStyles];
  declare state: AppState | null;
  declare facts: EngineFacts | null;
  /** Explanations as templates: a text is parsed once. */
  readonly #made = new WeakMap<Explanation, ReturnType<typeof markdown>>();

  constructor() {
    super();
    this.state = null;
    this.facts = null;
  }

  protected override render(): TemplateResult | typeof nothing {
    const story = this.state?.played?.story ?? null;
    if (this.state === null || story === null) return nothing;
    const { title, question, explain, expect } = story;
    const here = explanationAt(this.state, explain);
    return html`<article>
      ${title === undefined ? nothing : html`<h2>${title}</h2>`}
      ${question === undefined ? nothing : html`<p class="question">${sentence(question)}</p>`}
      ${this.#tour(this.state)} ${explain.map((each) => this.#explanation(each, explain.length > 1, each === here))}
      ${expect.length === 0 ? nothing : verdictTable(this, this.state, this.facts)}
    </article>`;
  }

  protected override updated(changed: PropertyValues<{ state: AppState | null }>): void {
    if (!changed.has('state')) return;
    const before = changed.get('state') ?? null;
    const { state } = this;
    const wasAsked = state?.asked !== null && before?.asked !== state?.asked;
    const moved = before?.position !== state?.position && (state?.played?.story?.explain.length ?? 0) > 1;
    if (!wasAsked && !moved) return;
    const shown =
      this.renderRoot.querySelector<HTMLElement>('.here') ?? this.renderRoot.querySelector<HTMLElement>('.explain');
    shown?.scrollIntoView({ block: 'nearest' });
    if (wasAsked) shown?.focus();
  }

  /** What comes along can be taken as a tour. */
  #tour({ sample }: AppState): TemplateResult | typeof nothing {
    if (sample === null) return nothing;
    return html`<p>
      <button class="tour" @click=${() => ask(this, { type: 'tour-wanted', id: sample })}>
        Take it step by step, with something to predict
      </button>
    </p>`;
  }

  #explanation(each: Explanation, isOneOfMany: boolean, here: boolean): TemplateResult {
    const made = this.#made.get(each) ?? markdown(each.text);
    this.#made.set(each, made);
    const { line } = each;
    return html`<section
      class="explain ${isOneOfMany && here ? 'here' : ''}"
      tabindex="-1"
      aria-label=${isOneOfMany ? `Explanation at line ${line}` : 'Explanation'}
    >
      ${
        isOneOfMany
          ? html`<button class="line" @click=${() => ask(this, { type: 'show-line', line })}>line ${line}</button>`
          : nothing
      }
      ${made}
    </section>`;
  }
}

/** The explanation that belongs to where time stands: the last one at or above its line. */
function explanationAt({ played, position }: AppState, explain: readonly Explanation[]): Explanation | undefined {
  const calls = played?.calls ?? [];
  const line = calls[position.call]?.line ?? (calls[0]?.line ?? Infinity) - 1;
  return explain.findLast((each) => each.line <= line) ?? explain[0];
}
