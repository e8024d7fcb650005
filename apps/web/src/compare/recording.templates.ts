/*
 * The recording beside the model: what was compared, what differs and what had to be assumed; and of the call where time stands, and
 * the snapshots after it, both texts line by line.
 */
import { html, nothing, type TemplateResult } from 'lit';
import type { Reason, RecordedItem } from 'mm-playground';
import type { Finding, Played } from '../played.ts';
import type { AppState } from '../state.ts';
import { isRecording } from './comparison.ts';
import { lineRow, reasonsList, tableHead } from './sides.templates.ts';

type Go = (position: AppState['position']) => void;

const NAMES = ['recording', 'model'] as const;
const MOST_FINDINGS = 40;

/** All of it. */
export function recordingBeside(
  shown: Played,
  call: number,
  items: readonly RecordedItem[],
  parts: readonly Reason[],
  go: Go,
): TemplateResult {
  if (!isRecording(shown))
    return html`<p class="answers">This script holds no results: there is no recording to compare with.</p>`;
  return html`${figures(shown)} ${divergences(shown, call, go)}
    <section class="steps" aria-label="This call, recorded and modelled">
      <h2>${items.length === 0 ? 'Nothing was recorded here.' : html`<code>${items[0]?.text}</code>`}</h2>
      ${
        parts.length === 0
          ? nothing
          : html`<h3>What is modelled of it</h3>
              ${reasonsList(parts, ['', ''])}`
      }
      ${items.map(recordedItem)}
    </section>`;
}

function figures({ counted, checkpoints, divergences: found, inferences }: Played): TemplateResult {
  const kinds = [...Map.groupBy(inferences, ({ kind }) => kind)];
  return html`<p class="answers ${found.length === 0 ? 'good' : ''}">
    ${
      found.length === 0
        ? html`<b>Nothing differs.</b> ${grouped(counted)} ${counted === 1 ? 'call answers' : 'calls answer'} as
            recorded, and ${grouped(checkpoints)} ${checkpoints === 1 ? 'snapshot is' : 'snapshots are'} as the model
            has them.`
        : html`<b>${grouped(found.length)}</b> ${found.length === 1 ? 'thing differs' : 'things differ'}, in
            ${grouped(counted)} calls and ${grouped(checkpoints)} snapshots.`
    }
    ${
      kinds.length === 0
        ? 'Nothing had to be assumed.'
        : html`Assumed, because no log says it:
          ${kinds.map(([kind, of], at) => html`${at === 0 ? nothing : ', '}${kind} <b>${grouped(of.length)}</b>`)}.`
    }
  </p>`;
}

function divergences({ divergences: found }: Played, current: number, go: Go): TemplateResult | typeof nothing {
  if (found.length === 0) return nothing;
  return html`<div class="answers">
    <ol>
      ${found.slice(0, MOST_FINDINGS).map((finding, at) => divergence(finding, at === 0, finding.call === current, go))}
    </ol>
    ${found.length > MOST_FINDINGS ? html`<p class="none">and ${grouped(found.length - MOST_FINDINGS)} more</p>` : nothing}
  </div>`;
}

const divergence = ({ line, call, text }: Finding, isFirst: boolean, isCurrent: boolean, go: Go): TemplateResult =>
  html`<li>
    <button class=${isCurrent ? 'here' : ''} @click=${() => go({ call, step: Number.MAX_SAFE_INTEGER })}>
      <span class="line">line ${line}</span>
      <code>${text}</code> ${isFirst ? html`<span class="first">first</span>` : nothing}
    </button>
  </li>`;

const recordedItem = ({ kind, text, isCompared, lines }: RecordedItem): TemplateResult => html`
  ${kind === 'call' ? nothing : html`<h3>${text}</h3>`}
  ${isCompared ? nothing : html`<p class="none">It is shown as recorded; it was not compared.</p>`}
  <table class="sides lines">
    ${tableHead(text, NAMES)}
    <tbody>
      ${lines.map(({ recorded, model }) => lineRow(recorded, isCompared ? (model ?? recorded) : null))}
    </tbody>
  </table>
`;

const grouped = (n: number): string => n.toLocaleString('en');
