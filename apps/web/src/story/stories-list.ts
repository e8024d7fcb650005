/*
 * The start page of stories: every tour by theme, with how far somebody came. Shown in a dialog, fetched when it is opened.
 */
import { tokens } from '@mm-playground/viewers';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { ask } from '../shell/ask.ts';
import { sentence } from '../shell/words.ts';
import type { AppState } from '../state.ts';
import type { Progress } from './progress.ts';
import { listStyles } from './stories-list.styles.ts';
import { THEMES, type Theme, type TourEntry } from './tour.ts';

/**
 * The list of tours.
 *
 * @event mm-app-action - asks the shell for an action; detail is an Action
 */
export class MmAppStories extends LitElement {
  static override properties = { state: { attribute: false } };
  static override styles = [tokens, listStyles];
  declare state: AppState | null;

  constructor() {
    super();
    this.state = null;
  }

  protected override render(): TemplateResult | typeof nothing {
    if (this.state === null) return nothing;
    const { list, progress } = this.state.stories;
    const done = list.filter(({ id }) => progress[id]?.done === true).length;
    const byTheme = Map.groupBy(list, ({ theme }) => theme);
    return html`<p class="intro">
        Each story asks something and shows the answer: the first ones on programs that a real kernel ran, those of the
        review thread on each generation of the kernel. Predict first, then look.
        ${done === 0 ? nothing : html`You have read ${done} of ${list.length}${predicted(progress)}.`}
      </p>
      ${[...byTheme].map(([theme, entries]) => this.#theme(theme, entries, progress))}`;
  }

  #theme(theme: Theme, entries: readonly TourEntry[], progress: AppState['stories']['progress']): TemplateResult {
    return html`<section>
      <h3 id=${theme}>${THEMES[theme]}</h3>
      <ul aria-labelledby=${theme}>
        ${entries.map((entry) => this.#entry(entry, progress[entry.id]))}
      </ul>
    </section>`;
  }

  #entry({ id, title, question }: TourEntry, progress: Progress | undefined): TemplateResult {
    const isOpen = this.state?.stories.run?.tour.id === id;
    return html`<li>
      <button aria-current=${isOpen ? 'true' : nothing} @click=${() => ask(this, { type: 'tour-wanted', id })}>
        <b>${title}</b>
        <span class="question">${sentence(question)}</span>
        ${progress === undefined ? nothing : html`<span class="progress">${progressWords(progress)}</span>`}
      </button>
    </li>`;
  }
}

/** `, and predicted 7 of 9`; nothing where nothing was asked. */
function predicted(progress: AppState['stories']['progress']): string {
  const outcomes = Object.values(progress).flatMap(({ answers }) => Object.values(answers));
  const right = outcomes.filter(({ outcome }) => outcome !== 'wrong').length;
  return outcomes.length === 0 ? '' : `, and predicted ${right} of ${outcomes.length}`;
}

/** `✓ read, 3 of 4 predicted`; `at step 3`. */
function progressWords({ at, done, answers }: Progress): TemplateResult {
  const outcomes = Object.values(answers);
  const right = outcomes.filter(({ outcome }) => outcome !== 'wrong').length;
  const score = outcomes.length === 0 ? '' : `, ${right} of ${outcomes.length} predicted`;
  return done ? html`<span class="done" aria-hidden="true">✓</span> read${score}` : html`at step ${at + 1}${score}`;
}
