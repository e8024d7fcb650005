import { describe, expect, it } from 'vitest';
import { fileOfSearch, readLink, storyOfSearch, writeLink, type Link } from './share-link.ts';

describe('a link', () => {
  it('comes back as it was written', () => {
    const link: Link = {
      story: null,
      sample: 'ls',
      position: { call: 12, step: 3 },
      choice: { kernel: '6.12', arch: 'arm64:granule=16,va=47' },
      compare: 'riscv64',
    };
    expect(writeLink(link, false)).toBe(
      '#sample=ls&call=12&step=3&kernel=6.12&arch=arm64:granule=16,va=47&compare=riscv64',
    );
    expect(readLink(writeLink(link, false))).toEqual(link);
  });

  it('to a tour names its step, and neither the program nor the place: the tour knows them', () => {
    const place = { sample: 'story-fork', position: { call: 3, step: 1 }, compare: null };
    const link = { ...place, story: { id: 'fork', at: 2 }, choice: { kernel: '6.12' } };
    expect(writeLink(link, false)).toBe('#story=fork.3&kernel=6.12');
    expect(readLink('#story=fork.3').story).toEqual({ id: 'fork', at: 2 });
    expect(readLink('#story=fork').story).toEqual({ id: 'fork', at: null });
    expect(storyOfSearch('?story=fork.1')).toEqual({ id: 'fork', at: 0 });
    expect(storyOfSearch('?sample=gap')).toBeNull();
  });

  it('leaves the step out where the call is complete', () => {
    const text = writeLink(
      { sample: null, story: null, position: { call: 4, step: 9 }, choice: {}, compare: null },
      true,
    );
    expect(text).toBe('#call=4');
    expect(readLink(text).position?.step).toBeGreaterThan(9);
  });

  it('says nothing where there is nothing to say', () => {
    expect(
      writeLink(
        { sample: null, story: null, position: { call: -1, step: -1 }, choice: { kernel: '' }, compare: null },
        true,
      ),
    ).toBe('');
    expect(readLink('')).toEqual({ sample: null, story: null, position: null, choice: {}, compare: null });
  });

  it.each([
    'call=1e9',
    'call=0x10',
    'call=',
    'kernel=<img src=x>',
    'arch=../../x',
    `index=${'a'.repeat(65)}`,
    'sample=a%2Fb',
    'story=a%2Fb',
    'story=../x',
    `story=${'a'.repeat(64)}`,
    '&&=&',
  ])('is ignored where it is malformed: %s', (hash) => {
    expect(readLink(`#${hash}`)).toEqual({ sample: null, story: null, position: null, choice: {}, compare: null });
  });
});

describe('?file=', () => {
  const base = 'http://localhost:4173/app/';

  it('takes paths of this origin', () => {
    expect(fileOfSearch('?file=/capture/t/a%20b.strace', base)?.href).toBe(
      'http://localhost:4173/capture/t/a%20b.strace',
    );
    expect(fileOfSearch('?file=x.mm', base)?.pathname).toBe('/app/x.mm');
  });

  it.each(['', '?file='])('may be missing: %s', (search) => {
    expect(fileOfSearch(search, base)).toBeNull();
  });

  it.each([
    '?file=https://example.org/x',
    '?file=//example.org/x',
    '?file=javascript:alert(1)',
    '?file=data:,x',
    '?file=http://',
  ])('takes nothing else: %s', (search) => {
    expect(() => fileOfSearch(search, base)).toThrow(RangeError);
  });
});
