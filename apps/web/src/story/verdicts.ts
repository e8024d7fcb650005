/*
 * What a scenario expects of each kernel, as a table: the kernel is a button that plays it there, and where a race was explored the
 * verdict that was found stands beside the one that was expected.
 */
import type { Story } from '@mm-playground/api';
import { html, nothing, type TemplateResult } from 'lit';
import type { EngineFacts } from '../engine.ts';
import { violatedIn } from '../race/race.ts';
import { ask } from '../shell/ask.ts';
import type { AppState } from '../state.ts';

type Expectation = Story['expect'][number];

const GLYPHS: Readonly<Record<Expectation['verdict'], string>> = { holds: '✓', violated: '◆' };

const PROOFS = {
  booted: 'compared with a kernel of this generation that was booted',
  derived: 'derived from facts: no kernel of this generation could be booted',
} as const;

/** The table of what the open file expects. `host` asks the shell for what is chosen; its styles are those of a story. */
export function verdictTable(host: EventTarget, state: AppState, facts: EngineFacts | null): TemplateResult {
  const expect = state.played?.story?.expect ?? [];
  const properties = [...new Set(expect.map(({ property }) => property))];
  const byKernel = Map.groupBy(expect, ({ kernel }) => kernel);
  return html`<h3 id="expected">What it expects of each kernel</h3>
    <div class="table">
      <table aria-labelledby="expected">
        <thead>
          <tr>
            <th scope="col">kernel</th>
            <th scope="col">verdict is</th>
            ${properties.map((property) => html`<th scope="col"><code>${property}</code></th>`)}
          </tr>
        </thead>
        <tbody>
          ${[...byKernel].map(([kernel, expected]) => {
            const proof = facts?.kernel.find(({ id }) => id === kernel)?.proof;
            return html`<tr class=${state.played?.machine.kernel === kernel ? 'shown' : ''}>
              <th scope="row">${kernelButton(host, state, kernel)}</th>
              <td>
                ${
                  proof === undefined
                    ? nothing
                    : html`<span class="chip ${proof}" title=${PROOFS[proof]}>${proof}</span>`
                }
              </td>
              ${properties.map((property) =>
                verdict(
                  state,
                  expected.find((each) => each.property === property),
                ),
              )}
            </tr>`;
          })}
        </tbody>
      </table>
    </div>`;
}

const kernelButton = (host: EventTarget, { played }: AppState, kernel: string): TemplateResult =>
  html`<button
    class="kernel"
    aria-pressed=${played?.machine.kernel === kernel}
    title="Play it on ${kernel}"
    @click=${() => ask(host, { type: 'chosen', choice: { kernel } })}
  >
    ${kernel}
  </button>`;

function verdict({ races }: AppState, expected: Expectation | undefined): TemplateResult {
  if (expected === undefined) return html`<td></td>`;
  const run = races[expected.kernel];
  const found =
    run?.status === 'done' ? (violatedIn(run.report).includes(expected.property) ? 'violated' : 'holds') : undefined;
  return html`<td class="verdict">
    <span class=${expected.verdict}
      ><span aria-hidden="true">${GLYPHS[expected.verdict]}</span> ${expected.verdict}</span
    >
    ${found === undefined ? nothing : foundSo(found, found === expected.verdict)}
  </td>`;
}

/** What exploring it here came to. */
const foundSo = (found: Expectation['verdict'], same: boolean): TemplateResult =>
  same
    ? html`<span class="found" title="exploring it here found the same">explored</span>`
    : html`<span class="found wrong">explored: ${found}</span>`;
