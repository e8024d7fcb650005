import { describe, expect, it } from 'vitest';
import { addressOfSearch, readLink, storyOfSearch, writeLink, type Link } from './share-link.ts';

const NOTHING: Link = {
  script: null,
  file: null,
  sample: null,
  story: null,
  position: null,
  choice: {},
  compare: null,
};

describe('a link', () => {
  it('carries a script, with its name and the place in it', () => {
    const link: Link = { ...NOTHING, script: 'q-_0', file: 'a b.mm', position: { call: 2, step: 1 } };
    expect(writeLink(link, false)).toBe('#file=a%20b.mm&call=2&step=1&script=q-_0');
    expect(readLink(writeLink(link, false))).toEqual(link);
  });

  it('comes back as it was written', () => {
    const link: Link = {
      ...NOTHING,
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
    const place = { ...NOTHING, sample: 'story-fork', position: { call: 3, step: 1 } };
    const link = { ...place, story: { id: 'fork', at: 2 }, choice: { kernel: '6.12' } };
    expect(writeLink(link, false)).toBe('#story=fork.3&kernel=6.12');
    expect(readLink('#story=fork.3').story).toEqual({ id: 'fork', at: 2 });
    expect(readLink('#story=fork').story).toEqual({ id: 'fork', at: null });
    expect(storyOfSearch('?story=fork.1')).toEqual({ id: 'fork', at: 0 });
    expect(storyOfSearch('?sample=gap')).toBeNull();
  });

  it('leaves the step out where the call is complete', () => {
    const text = writeLink({ ...NOTHING, position: { call: 4, step: 9 } }, true);
    expect(text).toBe('#call=4');
    expect(readLink(text).position?.step).toBeGreaterThan(9);
  });

  it('says nothing where there is nothing to say', () => {
    expect(writeLink({ ...NOTHING, position: { call: -1, step: -1 }, choice: { kernel: '' } }, true)).toBe('');
    expect(readLink('')).toEqual(NOTHING);
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
    'script=<script>',
    'script=',
    'file=../a',
    'file=%3Cb%3E',
    '&&=&',
  ])('is ignored where it is malformed: %s', (hash) => {
    expect(readLink(`#${hash}`)).toEqual(NOTHING);
  });
});

describe('?file=', () => {
  const base = 'http://localhost:4173/app/';

  it('takes paths of this origin', () => {
    expect(addressOfSearch('?file=/capture/t/a%20b.strace', base)?.href).toBe(
      'http://localhost:4173/capture/t/a%20b.strace',
    );
    expect(addressOfSearch('?file=x.mm', base)?.pathname).toBe('/app/x.mm');
  });

  it.each(['', '?file='])('may be missing: %s', (search) => {
    expect(addressOfSearch(search, base)).toBeNull();
  });

  it.each([
    '?file=https://example.org/x',
    '?file=//example.org/x',
    '?file=javascript:alert(1)',
    '?file=data:,x',
    '?file=http://',
  ])('takes nothing else: %s', (search) => {
    expect(() => addressOfSearch(search, base)).toThrow(RangeError);
  });
});
