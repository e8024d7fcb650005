/** The calls that differ, the first one marked, and what both answer at one of them; a click leads there. */

import { html, nothing, type TemplateResult } from 'lit';
import type { Names } from 'mm-playground';
import type { Difference, Found } from './differences.ts';

/** Calls that are in view, and those that are listed when somebody asks; of more there is the number. */
const IN_VIEW = 3;
const MOST_CALLS = 100;

/** How two programs differ in all, and where. */
export function differencesList(
  { calls, differences }: Found,
  names: Names,
  current: number,
  go: (difference: Difference) => void,
): TemplateResult {
  if (differences.length === 0)
    return html`<p class="answers">
      All ${grouped(calls)} calls answer alike, leave the same behind, and get there by the same steps.
    </p>`;
  const rows = differences
    .slice(0, MOST_CALLS)
    .map((difference, at) => row(difference, names, at === 0, difference.call === current, go));
  const left = differences.length - IN_VIEW;
  return html`<section class="answers" aria-label="Calls that differ">
    <p class="none">${summary(calls, differences)}</p>
    <ol>
      ${rows.slice(0, IN_VIEW)}
    </ol>
    ${
      left <= 0
        ? nothing
        : html`<details>
            <summary>${grouped(left)} more</summary>
            <ol>
              ${rows.slice(IN_VIEW)}
            </ol>
            ${differences.length > MOST_CALLS ? html`<p class="none">and ${grouped(differences.length - MOST_CALLS)} after these</p>` : nothing}
          </details>`
    }
  </section>`;
}

function summary(calls: number, differences: readonly Difference[]): TemplateResult {
  const count = (...kinds: readonly Difference['what'][]): number =>
    differences.filter(({ what }) => kinds.includes(what)).length;
  const [answering, leaving] = [count('result'), count('maps', 'flags', 'counters')];
  const parts = [
    [count('alone'), 'is of one side alone', 'are of one side alone'],
    [answering, 'answers otherwise', 'answer otherwise'],
    [leaving, 'leaves something else behind', 'leave something else behind'],
    [count('steps'), 'gets there by other steps', 'get there by other steps'],
  ] as const;
  const told = parts.filter(([number]) => number > 0);
  return html`Of ${grouped(calls)} calls
  ${told.map(([number, one, many], at) => html`${at === 0 ? nothing : ', '}<b>${grouped(number)}</b> ${number === 1 ? one : many}`)}${
    answering === 0 ? html`; all calls answer alike` : nothing
  }`;
}

const row = (
  difference: Difference,
  names: Names,
  isFirst: boolean,
  isCurrent: boolean,
  go: (difference: Difference) => void,
): TemplateResult => {
  const { line, text, what, where, a, b } = difference;
  return html`<li>
    <button class=${isCurrent ? 'here' : ''} @click=${() => go(difference)}>
      <span class="short" title=${text}
        >${isFirst ? html`<span class="first">first</span>` : nothing} <span class="line">line ${line}</span>
        <code>${text}</code></span
      >
      ${
        what === 'steps'
          ? html`<span class="where">by other steps</span>`
          : html`<span class="where">${what === 'alone' ? '' : what === 'counters' ? where : `${what} ${where}`}</span>
              <span class="values"
                ><b class="side0">${names[0]}</b> ${valueOf(a, what)}
                <b class="side1">${names[1]}</b> ${valueOf(b, what)}</span
              >`
      }
    </button>
  </li>`;
};

const valueOf = (value: string | null, what: Difference['what']): TemplateResult =>
  value === null || value === ''
    ? html`<i>${value === null && what === 'alone' ? 'not made' : 'nothing'}</i>`
    : html`<code>${value}</code>`;

/** What both answer: once where it is the same. */
export const answers = (a: string, b: string, names: Names): TemplateResult | typeof nothing =>
  a === b
    ? a === ''
      ? nothing
      : html`<p class="none">Both answer <code>${a}</code>.</p>`
    : html`<p class="none">
        <b class="side0">${names[0]}</b> answers <code>${a}</code>, <b class="side1">${names[1]}</b> <code>${b}</code>.
      </p>`;

const grouped = (n: number): string => n.toLocaleString('en');
