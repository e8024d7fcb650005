import { CONSTANT_FAMILIES, vpn, type VmaView } from '@mm-playground/api';
import { describe, expect, it } from 'vitest';
import { offerAt, type Surroundings } from './completion.ts';
import { meaningOfCall, meaningOfConstant } from './meanings.ts';

const vma = (start: number, end: number, perms: string, name: string): VmaView =>
  ({ start: vpn(start), end: vpn(end), perms, name, kind: 'anon' }) as VmaView;

const around: Surroundings = {
  above: [
    'munmap(p, PAGE)',
    '[writer] q = mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE, 3, 0)',
    '  p = brk(0)',
    'p = mmap()',
  ],
  vmas: () => [vma(0x10000, 0x10003, 'rw-p', ''), vma(0x7fff0, 0x7ffff, 'rw-p', '[stack]')],
  pageShift: 12,
};

/** What is offered at the `^` of a line. */
const labels = (marked: string): readonly string[] | undefined =>
  offerAt(marked.replace('^', ''), marked.indexOf('^'), around)?.options.map(({ label }) => label);

describe('completion', () => {
  it('offers calls where a line begins, with their arguments', () => {
    expect(labels('mpr^')).toEqual(['mprotect']);
    expect(offerAt('mpr', 3, around)).toMatchObject({
      from: 0,
      options: [{ type: 'call', detail: '(addr, length, prot)' }],
    });
  });

  it('offers the constants of the argument, with their values', () => {
    expect(labels('mmap(NULL, PAGE, PROT_READ|PROT_W^')).toEqual(['PROT_WRITE']);
    expect(offerAt('madvise(p, PAGE, MADV_DONTN', 27, around)?.options[0]).toMatchObject({ detail: ' = 0x4' });
  });

  it('offers names that got a result above, the nearest first, and what is mapped at that line', () => {
    expect(labels('munmap(^')).toEqual(['q', 'p', 'PAGE', '0x10000000', '0x7fff0000']);
    const [name, ...others] = offerAt('munmap(', 7, around)?.options ?? [];
    expect(name?.info).toBe('mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE, 3, 0)');
    expect(others.at(-1)).toMatchObject({ detail: ' rw-p [stack]', info: 'Mapped up to 0x7ffff000.' });
  });

  it('offers no addresses where a constant stands, nor in a comment', () => {
    expect(labels('madvise(p, PAGE, ^')).not.toContain('0x10000000');
    expect(labels('# mun^')).toBeUndefined();
  });

  it('offers directives and their keys', () => {
    expect(labels('#@ que^')).toEqual(['question']);
    expect(labels('#@ system ker^')).toEqual(['kernel']);
  });
});

describe('the meaning of a word', () => {
  it('is a sentence and a value', () => {
    expect(meaningOfConstant('MAP_FIXED')).toEqual({
      head: 'MAP_FIXED = 0x10',
      text: 'Exactly at this address: what lies there is unmapped first.',
    });
    expect(meaningOfConstant('ENOMEM')).toEqual({ head: 'ENOMEM (12)', text: 'Cannot allocate memory' });
    expect(meaningOfConstant('AT_FDCWD')?.head).toBe('AT_FDCWD = -100');
    expect(meaningOfConstant('MAP_NONSENSE')).toBeNull();
    expect(meaningOfCall('munmap')?.head).toBe('munmap(addr, length)');
    expect(meaningOfCall('read')).toBeNull();
  });

  it('is there for every constant of protections, mappings and advice', () => {
    const families = CONSTANT_FAMILIES.filter(({ name }) => ['MADV', 'MREMAP', 'MLOCK', 'MCL', 'MS'].includes(name));
    const names = families.flatMap(({ values }) => Object.keys(values));
    expect(names.filter((name) => (meaningOfConstant(name)?.text ?? '') === '')).toEqual([]);
  });
});
