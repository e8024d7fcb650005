/*
 * The recording beside the model: what was compared, what differs and what had to be assumed; and around the call where time stands,
 * what both answer, and the snapshots after it, line by line.
 */
import { html, nothing, type TemplateResult } from 'lit';
import type { Reason, RecordedItem } from 'mm-playground';
import type { Finding, Played } from '../played.ts';
import { callAtLine } from '../place.ts';
import type { RecordedCall } from './compare-engine.ts';
import { isRecording } from './comparison.ts';
import { lineRow, reasonsList, tableHead } from './sides.templates.ts';

type Go = (call: number) => void;

const NAMES = ['model', 'recording'] as const;
const MOST_FINDINGS = 40;

/** What was compared, and what had to be assumed for it. */
export function figures(shown: Played): TemplateResult {
  if (!isRecording(shown))
    return html`<p class="answers">This script holds no results: there is no recording to compare with.</p>`;
  const { counted, checkpoints, divergences, inferences } = shown;
  const [calls, snapshots] = [counting(counted, 'call'), counting(checkpoints, 'snapshot')];
  return html`<p class="answers ${divergences.length === 0 ? 'good' : ''}">
      ${
        divergences.length === 0
          ? html`<b>Nothing differs</b> in ${calls} and ${snapshots}.`
          : html`<b>${counting(divergences.length, 'difference')}</b> in ${calls} and ${snapshots}.`
      }
    </p>
    ${assumed(inferences)}`;
}

function assumed(inferences: Played['inferences']): TemplateResult {
  if (inferences.length === 0) return html`<p class="answers">Nothing had to be assumed.</p>`;
  const kinds = [...Map.groupBy(inferences, ({ kind }) => kind)];
  return html`<details class="answers">
    <summary>
      Assumed, because no log says it:
      ${kinds.map(([kind, of], at) => html`${at === 0 ? nothing : ', '}${kind} <b>${of.length.toLocaleString('en')}</b>`)}
    </summary>
    <ol>
      ${inferences.slice(0, MOST_FINDINGS).map(({ line, text }) => html`<li><span class="line">line ${line}</span> ${text}</li>`)}
    </ol>
    ${more(inferences.length)}
  </details>`;
}

/** What differs, the first marked; a click leads there. */
export function divergencesList(shown: Played, current: number, go: Go): TemplateResult | typeof nothing {
  const { divergences } = shown;
  if (divergences.length === 0) return nothing;
  return html`<section class="answers" aria-label="What differs">
    <ol>
      ${divergences.slice(0, MOST_FINDINGS).map(({ line, text }, at) => divergence({ line, text, call: callAtLine(shown, line) }, at === 0, current, go))}
    </ol>
    ${more(divergences.length)}
  </section>`;
}

const divergence = ({ line, call, text }: Finding, isFirst: boolean, current: number, go: Go): TemplateResult =>
  html`<li>
    <button class="short ${call === current ? 'here' : ''}" title=${text} @click=${() => go(call)}>
      ${isFirst ? html`<span class="first">first</span>` : nothing} <span class="line">line ${line}</span>
      <code>${text}</code>
    </button>
  </li>`;

/** The calls around one: what the model says beside what was recorded. */
export const recordingBeside = (
  around: readonly RecordedCall[],
  current: number,
  parts: readonly Reason[],
  go: Go,
): TemplateResult =>
  html`<section aria-label="Model and recording beside each other">
    ${
      parts.length === 0
        ? nothing
        : html`<h3>What is modelled of this call</h3>
            ${reasonsList(parts, NAMES)}`
    }
    <table class="sides lines">
      ${tableHead('Model and recording', NAMES)}
      ${around.map((recorded) => recordedCall(recorded, recorded.call === current, go))}
    </table>
  </section>`;

/** A call with both answers; where time stands, with the snapshots after it. */
const recordedCall = ({ call, line, text, items }: RecordedCall, isCurrent: boolean, go: Go): TemplateResult =>
  html`<tbody class=${isCurrent ? 'here' : ''} aria-current=${isCurrent ? 'step' : nothing}>
    <tr class="title">
      <th scope="rowgroup" colspan="3">
        <button @click=${() => go(call)}><span class="line">${line}</span> <code>${text}</code></button>
      </th>
    </tr>
    ${items.filter(({ kind }) => kind === 'call' || isCurrent).map(recordedRows)}
  </tbody>`;

const recordedRows = ({ kind, text, isCompared, lines }: RecordedItem): TemplateResult => html`
  ${
    kind === 'call'
      ? nothing
      : html`<tr class="alike">
          <td colspan="3">${text}${isCompared ? '' : ', not compared'}</td>
        </tr>`
  }
  ${lines.map(({ recorded, model }) => (isCompared ? lineRow(model ?? recorded, recorded) : uncompared(recorded)))}
`;

const uncompared = (recorded: string): TemplateResult =>
  html`<tr class="same">
    <td></td>
    <td class="mark"></td>
    <td class="side1">${recorded}</td>
  </tr>`;

const more = (count: number): TemplateResult | typeof nothing =>
  count <= MOST_FINDINGS ? nothing : html`<p class="none">and ${(count - MOST_FINDINGS).toLocaleString('en')} more</p>`;

const counting = (count: number, what: string): string =>
  `${count.toLocaleString('en')} ${what}${count === 1 ? '' : 's'}`;
