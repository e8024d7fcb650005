/*
 * Two sides as tables with a column for the mark: steps of a call, lines of maps, and why they differ.
 */
import { html, nothing, type TemplateResult } from 'lit';
import { functionOf, type MapsPair, type Names, type Reason } from 'mm-playground';
import { valueText, type StepRow } from '@mm-playground/viewers';
import { folded, threadOf, type BesideRow, type Folded, type Marked } from './steps-beside.ts';

const DEEPEST = 12;
const MARK_WORDS: Readonly<Record<BesideRow['mark'], string>> = {
  '': 'alike',
  '~': 'the same with other values',
  '|': 'another step',
  '<': 'on the left side alone',
  '>': 'on the right side alone',
};

/** Who is told where somebody goes. */
type Go = (step: number) => void;

/** The steps of a call beside each other. A step of the shown side can be gone to. */
export const stepsTable = (names: Names, rows: Folded<BesideRow>, { current, first }: Marked, go: Go): TemplateResult =>
  html`<table class="sides">
    ${tableHead('Steps beside each other', names)}
    <tbody>
      ${rows.map((row) => (typeof row === 'number' ? alikeRow(row, 'steps') : stepsRow(row, row === current, row === first, go)))}
    </tbody>
  </table>`;

/** What the columns of both sides and of the mark are. */
export const tableHead = (title: string, names: Names): TemplateResult =>
  html`<caption class="sr">
      ${title}
    </caption>
    <thead>
      <tr>
        <th scope="col" class="side0">${names[0]}</th>
        <th scope="col" class="mark"><span class="sr">differs</span></th>
        <th scope="col" class="side1">${names[1]}</th>
      </tr>
    </thead>`;

const FIRST = html`<tr class="firstly">
  <td colspan="3">the first step that differs</td>
</tr>`;

const alikeRow = (count: number, what: string): TemplateResult =>
  html`<tr class="alike">
    <td colspan="3">${count.toLocaleString('en')} ${what} alike</td>
  </tr>`;

const classOf = (mark: BesideRow['mark'], more: readonly (string | false)[]): string =>
  [mark === '' ? 'same' : mark === '~' ? 'values' : 'apart', ...more.filter((each) => each !== false)].join(' ');

function stepsRow(row: BesideRow, isCurrent: boolean, isFirst: boolean, go: Go): TemplateResult {
  const { a, b, mark } = row;
  return html`${isFirst ? FIRST : nothing}
    <tr
      class=${classOf(mark, [isCurrent && 'current', isFirst && 'first'])}
      aria-current=${isCurrent ? 'step' : nothing}
    >
      <td class="side0">${a === null ? nothing : html`<button @click=${() => go(a.index)}>${stepText(a)}</button>`}</td>
      ${markCell(mark)}
      <td class="side1">${b === null ? nothing : stepText(b)}</td>
    </tr>`;
}

const markCell = (mark: BesideRow['mark']): TemplateResult =>
  html`<td class="mark">
    ${mark === '' ? nothing : html`<span aria-hidden="true">${mark}</span><span class="sr">${MARK_WORDS[mark]}</span>`}
  </td>`;

/** A function with its arguments and its result, a step with its values, a tracepoint. */
function stepText({ step, returned }: StepRow): TemplateResult {
  const result = returned?.detail['result'];
  const detail = Object.entries(step.detail).map(([name, value]) => `${name}=${valueText(value)}`);
  const text = [step.name, ...detail, ...(result === undefined ? [] : [`= ${valueText(result)}`])].join(' ');
  return html`<span class="step ${step.kind} d${Math.min(step.depth, DEEPEST)}" title=${text}
    ><b>${functionOf(step)}</b> <i>${threadOf(step)}</i> <span class="detail">${detail.join(' ')}</span>${
      result === undefined ? nothing : html` <span class="result">= ${valueText(result)}</span>`
    }</span
  >`;
}

/** Maps line by line; what lies at one address stands in one row. */
export const mapsTable = (names: Names, pairs: readonly MapsPair[]): TemplateResult =>
  html`<table class="sides lines">
    ${tableHead('Maps beside each other', names)}
    <tbody>
      ${folded(pairs, ({ a, b }) => a !== b).map((pair) => (typeof pair === 'number' ? alikeRow(pair, 'lines') : lineRow(pair.a, pair.b)))}
    </tbody>
  </table>`;

/** A line of both sides; null where one has none. */
export function lineRow(a: string | null, b: string | null): TemplateResult {
  const mark = a === b ? '' : a === null ? '>' : b === null ? '<' : '|';
  return html`<tr class=${classOf(mark, [])}>
    <td class="side0" title=${a ?? nothing}>${a ?? nothing}</td>
    ${markCell(mark)}
    <td class="side1" title=${b ?? nothing}>${b ?? nothing}</td>
  </tr>`;
}

/** Why: a place, and what each side says of itself there. */
export const reasonsList = (reasons: readonly Reason[], names: Names): TemplateResult =>
  html`<dl class="reasons">
    ${reasons.map(
      ({ about, said }) =>
        html`<div>
          <dt><code>${about}</code></dt>
          ${said.map(
            ({ kernel, note, source }) =>
              html`<dd class=${kernel === names[1] ? 'side1' : 'side0'}>
                <b>${kernel}</b> ${note}${source === null ? nothing : html`<cite>${source}</cite>`}
              </dd>`,
          )}
        </div>`,
    )}
  </dl>`;
