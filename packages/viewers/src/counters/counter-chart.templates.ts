/** The chart of one counter: scale, course, what is knowingly broken, the present moment and the one that somebody looks at. */

import { html, nothing, svg, type TemplateResult } from 'lit';
import { CHART, momentOf, xOf, type CounterChart, type CounterMoment } from './counter-chart.ts';
import type { Position } from '../position.ts';

/** What the chart is told. */
export interface ChartView {
  readonly title: string;
  readonly moments: readonly CounterMoment[];
  readonly chart: CounterChart;
  readonly position: Position;
  /** The moment that somebody looks at. */
  readonly looked: number;
  /** A value with its unit. */
  readonly text: (value: number) => string;
  /** What there is at a moment, in words. */
  readonly sentence: (at: number) => string;
  readonly onKey: (event: KeyboardEvent) => void;
  readonly onMove: (event: PointerEvent) => void;
  readonly onLeave: () => void;
  readonly onClick: () => void;
}

/** The chart. */
export function chartTemplate(view: ChartView): TemplateResult {
  const { title, moments, chart, looked, text, sentence } = view;
  return html`<figure class="chart" part="chart">
    <figcaption><b>${title}</b> ${looked < 0 ? 'over time' : sentence(looked)}</figcaption>
    <div class="axis" aria-hidden="true"><span>${text(chart.high)}</span><span>${text(chart.low)}</span></div>
    <div
      class="plot"
      tabindex="0"
      role="slider"
      aria-label="${title} over time"
      aria-valuemin="1"
      aria-valuemax=${moments.length}
      aria-valuenow=${Math.max(0, looked) + 1}
      aria-valuetext=${sentence(Math.max(0, looked))}
      @keydown=${view.onKey}
      @pointermove=${view.onMove}
      @pointerleave=${view.onLeave}
      @click=${view.onClick}
    >
      <svg viewBox="0 0 ${CHART.width} ${CHART.height}" preserveAspectRatio="none" aria-hidden="true">
        ${drawing(view)}
      </svg>
    </div>
    <p class="key">
      ${chart.present === null ? nothing : html`<span>calls, then the steps of this one</span>`}
      ${chart.broken.length === 0 ? nothing : html`<span><i class="broken-key"></i> an invariant is knowingly broken</span>`}
    </p>
  </figure>`;
}

function drawing({ moments, chart, position, looked }: ChartView): TemplateResult {
  const count = moments.length;
  const width = xOf(1, count);
  const now = momentOf(moments, position);
  return svg`
    ${chart.broken.map(({ x, width: wide }) => svg`<rect class="broken" x=${x} y="0" width=${wide} height=${CHART.height} />`)}
    ${chart.present === null ? nothing : svg`<line class="present" x1=${chart.present} x2=${chart.present} y1="0" y2=${CHART.height} />`}
    ${now < 0 ? nothing : svg`<rect class="now" x=${xOf(now, count)} y="0" width=${Math.max(width, 1.5)} height=${CHART.height} />`}
    <path class="course" d=${chart.path} />
    ${looked < 0 ? nothing : svg`<line class="looked" x1=${xOf(looked, count) + width / 2} x2=${xOf(looked, count) + width / 2} y1="0" y2=${CHART.height} />`}
  `;
}
