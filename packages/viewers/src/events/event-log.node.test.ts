import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { callRows, MMAP_STEPS } from '../testing/calls.ts';
import { EVENT_KINDS, kindOfStep, lookOf } from './event-kinds.ts';
import { EventLog } from './event-log.ts';
import { rangeOfCall, rangeOfDetail, rangeOfText, rangeWords } from './event-range.ts';

const words = (range: ReturnType<typeof rangeOfText>): string => (range === null ? '-' : rangeWords(range));

describe('rows of the event log', () => {
  const calls = callRows(40, 40, ['1', '2']);
  const log = new EventLog({ calls, stepsOf: (call) => (calls[call]?.steps === 0 ? [] : MMAP_STEPS) });

  it('have a place in time that leads back to them, or to the result of their call', () => {
    fc.assert(
      fc.property(fc.nat(log.length - 1), (row) => {
        const { position, kind, call } = log.at(row);
        const back = log.at(log.rowOf(position));
        expect(back.position).toEqual(position);
        expect(back.call).toBe(call);
        expect(['result', kind]).toContain(back.kind);
      }),
    );
  });

  it('are of the kind that they are said to be before they are made', () => {
    for (let call = 0; call < log.calls; call++)
      for (let row = log.startOf(call); row < log.startOf(call + 1); row++)
        expect(log.kindAt(call, row - log.startOf(call))).toBe(log.at(row).kind);
  });

  it('refuse to be what is not there', () => {
    expect(() => log.at(log.length)).toThrow(RangeError);
    expect(new EventLog(null).length).toBe(0);
  });
});

describe('kinds of events', () => {
  it('tell tracepoints apart by what they are about', () => {
    const kind = (name: string): string => kindOfStep({ kind: 'tracepoint', name });
    expect(['kmem:rss_stat', 'kmem:mm_page_free', 'tlb:tlb_flush', 'other:one'].map(kind)).toEqual([
      'rss',
      'page',
      'flush',
      'step',
    ]);
  });

  it('have glyphs of their own', () => {
    expect(new Set(EVENT_KINDS.map(({ glyph }) => glyph)).size).toBe(EVENT_KINDS.length);
    expect(() => lookOf('nothing' as never)).toThrow(RangeError);
  });
});

describe('the addresses of an event', () => {
  it('are those that its details name', () => {
    expect(words(rangeOfDetail({ start: 0x1000n, end: 0x3000n }))).toBe('1000-3000');
    expect(words(rangeOfDetail({ addr: 0x1000n, len: 0x2000n, prot: 3n }))).toBe('1000-3000');
    expect(words(rangeOfDetail({ index: 0x1000n, last: 0x1fffn, node: 3 }))).toBe('1000-2000');
    expect(words(rangeOfDetail({ index: 0n, last: 2n, node: -1 }))).toBe('-');
    expect(words(rangeOfDetail({ address: 0x1234n, errorCode: 6n }))).toBe('1234');
    expect(words(rangeOfDetail({ pages: 3 }))).toBe('-');
  });

  it('are the first arguments of a call, or its result where the kernel chose', () => {
    expect(words(rangeOfCall('munmap(0x1000, 8192)', '0'))).toBe('1000-3000');
    expect(words(rangeOfCall('mmap(NULL, 4096, PROT_READ, 0, -1, 0)', '0x7000'))).toBe('7000-8000');
    expect(words(rangeOfCall('brk(0x5000)', '0x5000'))).toBe('5000');
    expect(words(rangeOfCall('openat(AT_FDCWD, "/x", O_RDONLY)', '3'))).toBe('-');
    expect(words(rangeOfCall('brk(NULL)', '-1 ENOSYS'))).toBe('-');
  });

  it('are read as people write them', () => {
    expect(
      ['0x1000-0x3000', ' 7fff_f000 ', '1000..1fff', '3000-1000', 'heap'].map((text) => words(rangeOfText(text))),
    ).toEqual(['1000-3000', '7ffff000', '1000-1fff', '-', '-']);
  });
});
