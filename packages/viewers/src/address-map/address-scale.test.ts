import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { addressAxis, type PageRange } from './address-axis.ts';
import { AddressScale, between, MAX_PAGE_PX } from './address-scale.ts';

const range = (start: number, pages: number): PageRange => ({ start, end: start + pages });
const END = 2 ** 35;

/** Segments as a strip: a letter per segment, `=` to scale, `.` folded, `~` squeezed. */
const strip = (vmas: readonly PageRange[]): string =>
  addressAxis(vmas, END)
    .segments.map((s) => (s.fold ? '.' : s.density < 1 ? '~' : '='))
    .join('');

describe('the address axis', () => {
  it('folds the holes around and between distant mappings', () => {
    expect(strip([range(1000, 100), range(1_000_000, 100)])).toBe('.=.=.');
  });

  it('keeps small holes, which say something about their neighbours', () => {
    expect(strip([range(1000, 100), range(1102, 100)])).toBe('.=.');
  });

  it('squeezes a mapping that dwarfs all others', () => {
    expect(strip([range(1000, 100), range(2 ** 20, 2 ** 30)])).toBe('.=.~.');
  });

  it('ends with user space, whatever was recorded behind it', () => {
    expect(addressAxis([range(1000, 100), range(2 ** 51, 1)], END).end).toBe(END);
  });

  it('is one segment to scale when nothing is to be folded', () => {
    expect(addressAxis([range(1000, 100)], END, false).segments).toHaveLength(1);
  });

  it('covers everything without gaps, whatever is mapped', () => {
    fc.assert(
      fc.property(spaces(), (vmas) => {
        const { segments } = addressAxis(vmas, END);
        expect(segments[0]?.start).toBe(0);
        expect(segments.at(-1)?.end).toBe(END);
        segments.slice(1).forEach((segment, i) => expect(segment.start).toBe(segments[i]?.end));
      }),
    );
  });
});

describe('the address scale', () => {
  const vmas = [range(0x400, 0x300), range(0x10_0000, 0x80), range(0x7_0000_0000, 0x900), range(0x7_ffff_ff00, 0x40)];
  const home = new AddressScale(addressAxis(vmas, END), 1000);

  it('shows everything at first, with room at both ends', () => {
    expect(home.isHome).toBe(true);
    expect(home.x(0)).toBeGreaterThan(0);
    expect(home.x(END)).toBeLessThan(1000);
  });

  it('is monotone, and pageAt is its inverse, at any zoom', () => {
    fc.assert(
      fc.property(
        spaces(),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.integer({ min: 0, max: 40 }),
        fc.integer({ min: 0, max: 999 }),
        (space, share, zooms, x) => {
          let scale = new AddressScale(addressAxis(space, END), 1000);
          for (let i = 0; i < zooms; i++) scale = scale.zoomedAt(share * 1000, 1.7);
          const page = scale.pageAt(x);
          if (page > 0 && page < END) expect(scale.x(page)).toBeCloseTo(x, 1);
          expect(scale.x(page + 1)).toBeGreaterThanOrEqual(scale.x(page));
        },
      ),
    );
  });

  it('keeps the page under the pointer when zooming', () => {
    const page = home.pageAt(700);
    const zoomed = home.zoomedAt(700, 3).zoomedAt(700, 2);
    expect(zoomed.x(page)).toBeCloseTo(700, 3);
  });

  it('goes down to single pages and no further', () => {
    let scale = home;
    for (let i = 0; i < 60; i++) scale = scale.zoomedAt(500, 2);
    expect(scale.pagePx(scale.pageAt(500))).toBeCloseTo(MAX_PAGE_PX, 3);
  });

  it('goes down to single pages inside a squeezed giant as well', () => {
    let scale = new AddressScale(addressAxis([range(1000, 100), range(2 ** 20, 2 ** 30)], END), 1000);
    for (let i = 0; i < 60; i++) scale = scale.zoomedAt(600, 2);
    expect(scale.pagePx(scale.pageAt(600))).toBeCloseTo(MAX_PAGE_PX, 3);
  });

  it('gives a fold the same width at every zoom', () => {
    const fold = home.axis.segments.findLast((segment) => segment.fold && segment.end < END);
    const width = (scale: AddressScale): number => scale.x(fold?.end ?? 0) - scale.x(fold?.start ?? 0);
    expect(width(home.zoomedAt(500, 50))).toBeCloseTo(width(home), 3);
  });

  it('puts a fitted range into the middle', () => {
    const fitted = home.fitted(range(0x10_0010, 0x20));
    const [left, right] = [fitted.x(0x10_0010), fitted.x(0x10_0030)];
    expect((left + right) / 2).toBeCloseTo(500, 0);
    expect(right - left).toBeCloseTo(720, 0);
  });

  it('reveals a range by scrolling no further than needed', () => {
    const zoomed = home.fitted(range(0x400, 0x300));
    expect(zoomed.revealing(range(0x500, 1)).window).toEqual(zoomed.window);
    const there = zoomed.revealing(range(0x7_ffff_ff00, 0x10));
    expect(there.x(0x7_ffff_ff10)).toBeLessThanOrEqual(1000);
    expect(there.window.zoom).toBe(zoomed.window.zoom);
  });

  it('holds on to what both ends of a flight share', () => {
    const to = home.zoomedAt(300, 8);
    const page = home.pageAt(300);
    const halfway = home.withWindow(between(home.window, to.window, 0.5));
    expect(halfway.x(page)).toBeGreaterThan(250);
    expect(halfway.x(page)).toBeLessThan(350);
    expect(between(home.window, to.window, 1).zoom).toBeCloseTo(to.window.zoom);
  });
});

/** Random address spaces: ascending mappings of wildly different sizes. */
function spaces(): fc.Arbitrary<PageRange[]> {
  const piece = fc.tuple(fc.integer({ min: 0, max: 28 }), fc.integer({ min: 0, max: 24 }));
  return fc.array(piece, { minLength: 1, maxLength: 12 }).map((list) => {
    let at = 16;
    return list.map(([hole, size]) => {
      const start = at + 2 ** hole - 1;
      at = start + 2 ** size;
      return { start, end: at };
    });
  });
}
