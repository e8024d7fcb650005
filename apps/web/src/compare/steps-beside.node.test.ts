import type { Step, StepDetail } from '@mm-playground/api';
import { describe, expect, it } from 'vitest';
import { folded, rowsBeside, windowOf, type BesideRow } from './steps-beside.ts';

/** `mmap_region{ vma_merge vm_area_alloc }`: functions with what is in them, and steps. */
function stepsOf(text: string, detail: StepDetail = {}): Step[] {
  const open: string[] = [];
  return text.split(' ').map((word): Step => {
    if (word === '}') {
      const name = open.pop() ?? '';
      return { kind: 'exit', name, depth: open.length, detail: {}, mark: 0 };
    }
    const isFunction = word.endsWith('{');
    const name = isFunction ? word.slice(0, -1) : word;
    const step = { kind: isFunction ? 'enter' : 'step', name, depth: open.length, detail, mark: 0 } as const;
    if (isFunction) open.push(name);
    return step;
  });
}

const drawn = ({ a, b, mark }: BesideRow): string =>
  `${a?.step.name ?? ''}${mark === '' ? '=' : mark}${b?.step.name ?? ''}`;

describe('steps beside each other', () => {
  const old = stepsOf('mmap_region{ may_expand_vm do_vmi_munmap{ split clear } alloc }');
  const now = stepsOf('mmap_region{ gather{ split } may_expand_vm store alloc }');

  it('stand in one row where both do them, and apart where one does alone', () => {
    expect(rowsBeside(old, now).map(drawn)).toEqual([
      'mmap_region=mmap_region',
      'may_expand_vm|gather',
      'do_vmi_munmap<',
      'split=split',
      'clear|may_expand_vm',
      '>store',
      'alloc=alloc',
    ]);
  });

  it('are the same where only numbers of objects differ, and have other values otherwise', () => {
    const row = (a: StepDetail, b: StepDetail): (string | undefined)[] =>
      rowsBeside(stepsOf('split', a), stepsOf('split', b)).map(({ mark }) => mark);
    expect(row({ vma: 'vma#5', pfn: 3 }, { vma: 'vma#9', pfn: 4 })).toEqual(['']);
    expect(row({ pages: 1 }, { pages: 0 })).toEqual(['~']);
  });
});

describe('rows that are alike', () => {
  it('are counted where there are many, but not around what is looked for', () => {
    const letters = 'aaaaaaaaXaaa'.split('');
    expect(folded(letters, (letter) => letter === 'X')).toEqual([6, 'a', 'a', 'X', 'a', 'a', 'a']);
    expect(folded('aaa'.split(''), () => false)).toEqual(['a', 'a', 'a']);
  });

  it('keep the step at which somebody stands, and are cut where there are too many', () => {
    const names = Array.from({ length: 1000 }, (_, at) => `s${at}`).join(' ');
    const rows = rowsBeside(stepsOf(names), stepsOf(names.replaceAll('s', 't')));
    const current = rows[700];
    const shown = windowOf(rows, { current, first: rows[0] });
    expect(shown).toHaveLength(300);
    expect(shown).toContain(current);
    const alike = rowsBeside(stepsOf(names), stepsOf(names));
    expect(windowOf(alike, { current: alike[500], first: undefined })).toHaveLength(7);
  });
});
