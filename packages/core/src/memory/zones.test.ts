import { arm64 } from '@mm-playground/arch-arm64';
import { riscv64 } from '@mm-playground/arch-riscv64';
import { x8664 } from '@mm-playground/arch-x86-64';
import { describe, expect, it } from 'vitest';
import { managedPages, protectionOf, watermarksOf, zoneSpans, type ZoneSpan } from './zones.ts';

const span = (name: ZoneSpan['name'], pages: number): ZoneSpan => ({
  name,
  start: 0,
  end: pages,
  present: pages,
  ranges: [{ start: 0, end: pages }],
});

describe('zones', () => {
  it('are those of each architecture, and leave out what is not memory', () => {
    const zones = (arch: Parameters<typeof zoneSpans>[0]): string =>
      zoneSpans(arch)
        .map(({ name, end }) => `${name}<${(end * 2 ** arch.geometry.pageShift).toString(16)}`)
        .join(' ');
    expect(zones(x8664.configure({}))).toBe('DMA<1000000 DMA32<100000000 Normal<200000000');
    expect(zones(arm64.configure({ granule: '16' }))).toBe('DMA<100000000 Normal<200000000');
    expect(zones(riscv64.configure({}))).toBe('DMA32<100000000 Normal<200000000');
    const [dma, dma32] = zoneSpans(x8664.configure({}));
    expect(dma && [dma.present, managedPages(dma)]).toEqual([4096, 4096 - 512]);
    expect(dma32?.ranges).toEqual([{ start: 0x1000, end: 0xf_f800 }]);
  });

  /** What /proc/zoneinfo of a machine of 24 GiB with 6.18.44 said: pages managed, and the marks. */
  const MACHINE = [
    { zone: span('DMA', 3840), marks: { min: 10, low: 13, high: 16 } },
    { zone: span('DMA32', 772_915), marks: { min: 2116, low: 2888, high: 3660 } },
    { zone: span('Normal', 5_394_266), marks: { min: 14_769, low: 20_163, high: 25_557 } },
  ];
  const spans = MACHINE.map(({ zone }) => zone);

  it('have the watermarks that 6.18.44 gave them', () => {
    expect(watermarksOf(spans, 512, 4, true)).toEqual(MACHINE.map(({ marks }) => marks));
  });

  it('keep from requests for higher zones what 6.18.44 kept', () => {
    expect(spans.map((_, at) => protectionOf(spans, at))).toEqual([
      [0, 3019, 24_090],
      [0, 0, 21_071],
      [0, 0, 0],
    ]);
  });

  it('have lower marks where huge pages are off', () => {
    const [, , off] = watermarksOf(spans, 512, 4, false);
    expect(off?.min).toBeLessThan(14_769);
  });
});
