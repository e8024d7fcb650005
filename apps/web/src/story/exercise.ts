/*
 * Something to predict, before and after the prediction. The answer is the model's, asked for at the moment when somebody answers; what
 * stands here only compares.
 */
import { html, nothing, type TemplateResult } from 'lit';
import { ask } from '../shell/ask.ts';
import { sentence } from '../shell/words.ts';
import type { Answered, TourRun } from './tour-run.ts';
import type { Exercise } from './tour.ts';

/** An exercise, and the calls that it is about. */
export interface Asked {
  readonly exercise: Exercise;
  readonly calls: readonly string[];
}

/** More calls than this are counted. */
const MOST_CALLS = 3;

/** An exercise at the step where a run stands. `told` makes a template of Markdown. */
export function exerciseTemplate(
  host: EventTarget,
  { at, answers, hints }: TourRun,
  { exercise, calls }: Asked,
  told: (text: string) => unknown,
): TemplateResult {
  const answered = answers[at];
  return html`<div class="exercise" role="group" aria-labelledby="asked">
    <p class="kicker">${answered === undefined ? 'Predict' : 'The answer'}</p>
    ${callLines(calls)}
    <p class="asked" id="asked">${sentence(exercise.question)}</p>
    ${exercise.choices === undefined ? numberField(host, exercise, answered) : choiceList(host, exercise.choices, answered)}
    ${answered === undefined ? helpRow(host, exercise, hints[at] ?? 0) : nothing}
    <div class="because" role="status">${answered === undefined ? nothing : answerOf(answered, exercise, told)}</div>
  </div>`;
}

/** What runs next. */
function callLines(calls: readonly string[]): TemplateResult | typeof nothing {
  if (calls.length === 0) return nothing;
  const more = calls.length - MOST_CALLS;
  return html`<ol class="calls" aria-label="What runs">
    ${more > 0 ? html`<li>${more} more before</li>` : nothing}
    ${calls.slice(-MOST_CALLS).map((call) => html`<li><code>${call}</code></li>`)}
  </ol>`;
}

function choiceList(host: EventTarget, choices: readonly string[], answered: Answered | undefined): TemplateResult {
  return html`<ul class="choices">
    ${choices.map((choice) => {
      const mark = markOf(choice, answered);
      return html`<li>
        <button
          class="choice ${mark.kind}"
          aria-disabled=${answered === undefined ? nothing : 'true'}
          @click=${() => answered === undefined && ask(host, { type: 'tour-answer', given: choice })}
        >
          <span class="mark" aria-hidden="true">${mark.glyph}</span>
          <span>${sentence(choice)}</span>
          ${mark.said === '' ? nothing : html`<span class="sr">${mark.said}</span>`}
        </button>
      </li>`;
    })}
  </ul>`;
}

interface ChoiceMark {
  readonly kind: 'open' | 'right' | 'wrong' | 'other';
  readonly glyph: string;
  readonly said: string;
}

function markOf(choice: string, answered: Answered | undefined): ChoiceMark {
  if (answered === undefined) return { kind: 'open', glyph: '', said: '' };
  if (choice === answered.answer)
    return { kind: 'right', glyph: '✓', said: choice === answered.given ? ' (your answer, right)' : ' (right)' };
  if (choice === answered.given) return { kind: 'wrong', glyph: '◆', said: ' (your answer)' };
  return { kind: 'other', glyph: '', said: '' };
}

function numberField(host: EventTarget, { unit = '' }: Exercise, answered: Answered | undefined): TemplateResult {
  if (answered !== undefined)
    return html`<p class="number">
      <b>${answered.answer} ${unit}</b>${
        answered.given === null || answered.outcome !== 'wrong' ? nothing : html` · you said ${answered.given}`
      }
    </p>`;
  const check = (event: Event): void => {
    const field = (event.currentTarget as HTMLElement).closest('.number')?.querySelector('input');
    const given = field?.value.trim() ?? '';
    if (given === '') field?.focus();
    else ask(host, { type: 'tour-answer', given });
  };
  return html`<p class="number">
    <input
      type="text"
      inputmode="numeric"
      autocomplete="off"
      size="7"
      aria-labelledby="asked"
      @keydown=${(event: KeyboardEvent) => event.key === 'Enter' && check(event)}
    />
    <span>${unit}</span>
    <button class="control solid" @click=${check}>Check</button>
  </p>`;
}

function helpRow(host: EventTarget, { hints }: Exercise, shown: number): TemplateResult {
  return html`${
      shown === 0
        ? nothing
        : html`<ul class="hints" aria-label="Hints" aria-live="polite">
            ${hints.slice(0, shown).map((hint) => html`<li>${sentence(hint)}</li>`)}
          </ul>`
    }
    <p class="help">
      ${
        shown < hints.length
          ? html`<button @click=${() => ask(host, { type: 'tour-hint' })}>
              ${shown === 0 ? 'Give me a hint' : 'Another hint'}
            </button>`
          : nothing
      }
      <button @click=${() => ask(host, { type: 'tour-answer', given: null })}>Tell me</button>
    </p>`;
}

const VERDICTS: Readonly<Record<Answered['outcome'], string>> = {
  right: 'Right.',
  helped: 'Right, with a hint.',
  wrong: 'Not so.',
};

function answerOf(
  { given, answer, outcome }: Answered,
  exercise: Exercise,
  told: (text: string) => unknown,
): TemplateResult {
  // On another kernel the model may say something else than the text was written for.
  const isAsTold = answer === String(exercise.right);
  return html`<p class="outcome ${outcome}">${given === null ? 'It is so:' : VERDICTS[outcome]}</p>
    ${
      isAsTold
        ? told(exercise.because)
        : html`<p>On this machine the model says ${answer}. The tour was written for another one.</p>`
    }`;
}
