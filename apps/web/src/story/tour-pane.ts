/*
 * A tour as a column beside the state that it explains: the step's text, something to predict, and how to go on. Fetched when
 * somebody wants a tour. Texts become templates, never HTML.
 */
import { samePosition, tokens } from '@mm-playground/viewers';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { EngineFacts } from '../engine.ts';
import { ask } from '../shell/ask.ts';
import { controls } from '../shell/shell.styles.ts';
import { sentence } from '../shell/words.ts';
import type { AppState } from '../state.ts';
import { exerciseTemplate } from './exercise.ts';
import { markdown } from './markdown.ts';
import { momentText, progressText } from './moment-text.ts';
import { neighbour, type StoryAction } from './stories.ts';
import { storyStyles } from './story.styles.ts';
import { askedCalls, scoreOf, shownPlace, stepOf, type Outcome, type TourRun } from './tour-run.ts';
import { tourStyles } from './tour.styles.ts';
import { THEMES, type TourEntry, type TourStep } from './tour.ts';
import { verdictTable } from './verdicts.ts';

/** How an outcome is marked, and what a screen reader says of it. */
const OUTCOMES: Readonly<Record<Outcome, { readonly glyph: string; readonly said: string }>> = {
  right: { glyph: '✓', said: 'predicted' },
  helped: { glyph: '✓', said: 'predicted with a hint' },
  wrong: { glyph: '◆', said: 'not predicted' },
};

/**
 * The tour that is taken.
 *
 * @event mm-app-action - asks the shell for an action; detail is an Action
 */
export class MmAppTour extends LitElement {
  static override properties = { state: { attribute: false }, facts: { attribute: false } };
  static override styles = [tokens, controls, storyStyles, tourStyles];
  declare state: AppState | null;
  declare facts: EngineFacts | null;
  /** Texts as templates: each is parsed once. */
  readonly #made = new Map<string, ReturnType<typeof markdown>>();

  constructor() {
    super();
    this.state = null;
    this.facts = null;
  }

  protected override render(): TemplateResult | typeof nothing {
    const run = this.state?.stories.run ?? null;
    const step = run === null ? null : stepOf(run);
    if (this.state === null || run === null || step === null) return nothing;
    const isLast = run.at === run.tour.steps.length - 1;
    return html`<article>
      ${this.#head(run)}
      <section class="step" tabindex="-1" aria-label=${progressText(run)}>
        ${run.at === 0 && step.text === run.tour.question ? nothing : this.#markdown(step.text)}
        ${this.#exercise(this.state, run, step)}
        ${step.verdicts === true ? verdictTable(this, this.state, this.facts) : nothing}
      </section>
      ${this.#moment(this.state, run)} ${this.#go(this.state, run, step)}
      ${isLast ? this.#end(this.state, run) : nothing}
    </article>`;
  }

  /** A new step is read from its beginning, and an answer where it stands. */
  protected override updated(changed: PropertyValues<{ state: AppState | null }>): void {
    const [before, now] = [changed.get('state')?.stories.run, this.state?.stories.run];
    if (!changed.has('state') || now === null || now === undefined) return;
    if (before?.tour === now.tour && before.at === now.at) {
      if (before.answers !== now.answers)
        this.renderRoot.querySelector('.because')?.scrollIntoView({ block: 'nearest' });
      return;
    }
    this.scrollTop = 0;
    this.renderRoot.querySelector<HTMLElement>('.step')?.focus({ preventScroll: true });
  }

  #exercise({ played, stale }: AppState, run: TourRun, step: TourStep): TemplateResult | typeof nothing {
    const { exercise } = step;
    if (exercise === undefined) return nothing;
    const calls = played === null || stale ? [] : askedCalls(step, played);
    return exerciseTemplate(this, run, { exercise, calls }, (text) => this.#markdown(text));
  }

  #head(run: TourRun): TemplateResult {
    const { theme, title, question, steps } = run.tour;
    return html`<header class="head">
      <p class="theme">
        <span>${THEMES[theme]}</span>
        <button class="end" @click=${() => ask(this, { type: 'tour-ended' })}>End the tour</button>
      </p>
      <h2>${title}</h2>
      ${run.at === 0 ? html`<p class="question">${sentence(question)}</p>` : nothing}
      <ol class="steps" aria-label="Steps of the tour">
        ${steps.map((step, at) => this.#dot(run, step, at))}
      </ol>
    </header>`;
  }

  #dot({ at, answers }: TourRun, { exercise }: TourStep, step: number): TemplateResult {
    const outcome = answers[step]?.outcome;
    const said =
      exercise === undefined ? '' : outcome === undefined ? ', something to predict' : `, ${OUTCOMES[outcome].said}`;
    const kind = exercise === undefined ? 'told' : (outcome ?? 'asked');
    return html`<li>
      <button
        class="dot ${kind} ${step < at ? 'passed' : ''}"
        aria-label="Step ${step + 1}${said}"
        aria-current=${step === at ? 'step' : nothing}
        @click=${() => ask(this, { type: 'tour-step', at: step })}
      >
        <span aria-hidden="true"
          >${outcome === undefined ? (exercise === undefined ? '' : '?') : OUTCOMES[outcome].glyph}</span
        >
      </button>
    </li>`;
  }

  /** What stands beside the text; to be seen again when the reader went elsewhere. */
  #moment(state: AppState, run: TourRun): TemplateResult {
    return html`<p class="moment">
      <span role="status">${isOutOfReach(state, run) ? OUT_OF_REACH : momentText(state)}</span>
      ${
        isElsewhere(state, run)
          ? html`<button class="again" @click=${() => ask(this, { type: 'tour-show' })}>Back to the story</button>`
          : nothing
      }
    </p>`;
  }

  #go({ stories }: AppState, run: TourRun, { exercise }: TourStep): TemplateResult {
    const isOpen = exercise !== undefined && run.answers[run.at] === undefined;
    const onward = onwardFrom(run, neighbour(stories, run.tour.id, 1), isOpen);
    return html`<nav class="go" aria-label="Through the tour">
      <button class="control solid" ?disabled=${run.at === 0} @click=${() => ask(this, { type: 'tour-move', by: -1 })}>
        Back
      </button>
      ${
        onward === null
          ? nothing
          : html`<button class="control ${isOpen ? 'solid' : 'primary'}" @click=${() => ask(this, onward.action)}>
              ${onward.words}
            </button>`
      }
      <span class="keys" aria-hidden="true"><kbd>&lt;</kbd> back <kbd>&gt;</kbd> next</span>
    </nav>`;
  }

  #end(state: AppState, run: TourRun): TemplateResult {
    const { reading, related, id } = run.tour;
    const entries = related.flatMap((each) => state.stories.list.find((entry) => entry.id === each) ?? []);
    const [previous, next] = [neighbour(state.stories, id, -1), neighbour(state.stories, id, 1)];
    return html`<section class="finish" aria-label="The end of the tour">
      ${this.#score(run)}
      <h3>Read on</h3>
      <ul>
        ${reading.map(
          ({ title, address }) =>
            html`<li><a href=${address} rel="noopener noreferrer" target="_blank">${title}</a></li>`,
        )}
      </ul>
      <h3>Related stories</h3>
      <ul>
        ${entries.map((entry) => html`<li>${this.#tourLink(entry)}</li>`)}
      </ul>
      <div class="go">
        ${
          next === null
            ? nothing
            : html`<button
                class="control primary"
                @click=${() => ask(this, { type: 'tour-wanted', id: next.id, at: 0 })}
              >
                Next: ${next.title}
              </button>`
        }
        ${
          previous === null
            ? nothing
            : html`<button
                class="control solid"
                @click=${() => ask(this, { type: 'tour-wanted', id: previous.id, at: 0 })}
              >
                Previous: ${previous.title}
              </button>`
        }
        <button class="control solid" @click=${() => ask(this, { type: 'dialog', dialog: 'stories' })}>
          All stories
        </button>
      </div>
    </section>`;
  }

  #score(run: TourRun): TemplateResult | typeof nothing {
    const { of, right, helped, wrong } = scoreOf(run);
    if (of === 0) return nothing;
    return html`<h3>Your predictions</h3>
      <p class="score">
        <b>${right + helped} of ${of}</b>${helped === 0 ? nothing : html`, ${helped} with a hint`}${
          right + helped + wrong < of ? html`, ${of - right - helped - wrong} left out` : nothing
        }
        <button class="again" @click=${() => ask(this, { type: 'tour-again' })}>Start over</button>
      </p>`;
  }

  #tourLink({ id, title, question }: TourEntry): TemplateResult {
    return html`<button class="story" title=${question} @click=${() => ask(this, { type: 'tour-wanted', id })}>
      ${title}
    </button>`;
  }

  #markdown(text: string): ReturnType<typeof markdown> {
    const made = this.#made.get(text) ?? markdown(text);
    this.#made.set(text, made);
    return made;
  }
}

const OUT_OF_REACH =
  'On this machine the program does not come that far, or has no such step. Choose the one of the file.';

/** Whether the program has no such moment on the chosen machine. */
const isOutOfReach = ({ played, stale }: AppState, run: TourRun): boolean =>
  played !== null && !stale && shownPlace(run, played) === null;

/** Whether the reader looks at another moment than the step speaks of. Of a race every moment belongs to it. */
function isElsewhere({ played, stale, position }: AppState, run: TourRun): boolean {
  if (played === null || stale || played.race !== null) return false;
  const place = shownPlace(run, played);
  return place !== null && !samePosition(place, position);
}

/** What comes after a step: the next one, or another story; null at the end of the last one. */
function onwardFrom(
  { tour, at }: TourRun,
  next: TourEntry | null,
  isOpen: boolean,
): { readonly words: string; readonly action: StoryAction } | null {
  if (at < tour.steps.length - 1) return { words: isOpen ? 'Skip' : 'Next', action: { type: 'tour-move', by: 1 } };
  return next === null ? null : { words: 'Next story', action: { type: 'tour-wanted', id: next.id, at: 0 } };
}
