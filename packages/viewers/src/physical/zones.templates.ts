/** Zones as a table: watermarks as a bar, free blocks by order as /proc/buddyinfo counts them, with what changed since before. */

import { MIGRATE_TYPES, type PageShift, type PhysicalView, type ZoneView } from '@mm-playground/api';
import { html, nothing, svg, type TemplateResult } from 'lit';
import { grouped, signed, sizeOfPages } from '../format/address.ts';

const BAR = { width: 96, height: 12 } as const;

/** The zones that have memory; nothing where the model has none. */
export function zonesTemplate(physical: PhysicalView, before: PhysicalView | null): TemplateResult | typeof nothing {
  const zones = physical.zones.filter(({ managed }) => managed > 0);
  if (zones.length === 0) return nothing;
  const orders = Array.from({ length: physical.maxOrder + 1 }, (_, order) => order);
  return html`<div class="zones" part="zones" tabindex="0" role="region" aria-label="Zones and free blocks">
    <table>
      <thead>
        <tr>
          <th scope="col" data-term="memory.zone">zone</th>
          <th scope="col" class="number" data-term="memory.free">free</th>
          <th scope="col" data-term="memory.watermarks">watermarks</th>
          ${orders.map((order) => html`<th scope="col" class="number" data-term="memory.order" aria-label="order ${order}: blocks of ${sizeOfPages(2 ** order, physical.pageShift)}">${order}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${zones.map((zone) =>
          zoneRow(
            zone,
            before?.zones.find(({ name }) => name === zone.name),
            orders,
            physical.pageShift,
          ),
        )}
      </tbody>
    </table>
  </div>`;
}

function zoneRow(
  zone: ZoneView,
  before: ZoneView | undefined,
  orders: readonly number[],
  shift: PageShift,
): TemplateResult {
  return html`<tr>
    <th scope="row">${zone.name}</th>
    <td class="number" title="${grouped(zone.free)} of ${grouped(zone.managed)} pages">
      ${sizeOfPages(zone.free, shift)}${difference(zone.free, before?.free)}
    </td>
    <td>${watermarkBar(zone)}</td>
    ${orders.map((order) => {
      const now = blocksOf(zone, order);
      const was = before === undefined ? undefined : blocksOf(before, order);
      return html`<td
        class="number ${now === 0 ? 'none' : ''} ${was !== undefined && was !== now ? 'moved' : ''}"
        title=${byType(zone, order)}
      >
        ${grouped(now)}${difference(now, was)}
      </td>`;
    })}
  </tr>`;
}

const blocksOf = ({ freeArea }: ZoneView, order: number): number =>
  MIGRATE_TYPES.reduce((sum, type) => sum + (freeArea[type][order] ?? 0), 0);

const byType = ({ freeArea }: ZoneView, order: number): string =>
  MIGRATE_TYPES.filter((type) => (freeArea[type][order] ?? 0) > 0)
    .map((type) => `${type} ${freeArea[type][order] ?? 0}`)
    .join(', ');

const difference = (now: number, was: number | undefined): TemplateResult | typeof nothing =>
  was === undefined || was === now ? nothing : html` <small>${signed(now - was)}</small>`;

/** Free pages against min, low and high, to scale up to four times high. */
function watermarkBar({ free, watermarks: { min, low, high } }: ZoneView): TemplateResult {
  const full = Math.max(high * 4, 1);
  const x = (pages: number): number => (BAR.width * Math.min(pages, full)) / full;
  const words = `free ${grouped(free)}, min ${grouped(min)}, low ${grouped(low)}, high ${grouped(high)} pages`;
  return html`<span title=${words}>
    <svg
      class="watermarks ${free < min ? 'min' : free < low ? 'low' : ''}"
      viewBox="0 0 ${BAR.width} ${BAR.height}"
      width=${BAR.width}
      height=${BAR.height}
      role="img"
      aria-label=${words}
    >
      ${svg`<rect class="ground" width=${BAR.width} height=${BAR.height} /><rect class="free" width=${x(free)} height=${BAR.height} />`}
      ${[min, low, high].map((mark) => svg`<rect class="mark" x=${x(mark)} width="1.25" height=${BAR.height} />`)}
    </svg>
  </span>`;
}
