import { drain, type Change, type Mark, type StepDetail } from '@mm-playground/api';
import { describe, expect, it } from 'vitest';
import type { KernelGeneration } from '../kernels/generation.ts';
import { seedV3 } from '../kernels/seed-v3.ts';
import { v6_10 } from '../kernels/v6-10.ts';
import { v6_12_rc1 } from '../kernels/v6-12-rc.ts';
import { v6_18 } from '../kernels/v6-18.ts';
import { at, mmOf, PAGE, type Strip } from '../testing/strip.ts';

/** The structs of each step of a call, as a recording shows them afterwards: `NAME FIELD=VALUE`. */
function recorded(mm: Strip, call: () => unknown): { readonly step: string; readonly changes: readonly Change[] }[] {
  const { machine } = mm;
  machine.record(true);
  const marks: { step: string; mark: Mark }[] = [{ step: 'begin', mark: machine.mark() }];
  const note = (step: string): void => void marks.push({ step, mark: machine.mark() });
  machine.trace({ enter: note, exit: () => note('exit'), step: note, tracepoint: (event) => note(event.read().name) });
  call();
  machine.trace(null);
  return marks.slice(1).map(({ step, mark }, i) => ({ step, changes: machine.changes(marks[i]?.mark ?? 0, mark) }));
}

const story = (mm: Strip, object: string, field: string, call: () => unknown): unknown[] =>
  recorded(mm, call)
    .flatMap(({ changes }) => changes)
    .filter((change) => change.object === object && change.field === field)
    .map(({ after }) => after);

const mapFixed = (mm: Strip): unknown => mm.mmap(1, 3, 'r');

describe('what travels through a call', () => {
  it('is a value at every step, and gone when the call is over', () => {
    const mm = mmOf('WW|r|WW');
    const names = new Set<string>();
    const look = (): void => mm.view.travelling.forEach(({ name }) => names.add(name));
    mm.machine.record(true);
    mm.machine.trace({ enter: look, exit: look, step: look, tracepoint: look });
    mapFixed(mm);
    mm.machine.trace(null);
    expect([...names]).toEqual(['vma_munmap_struct', 'mmap_state', 'mt_detach', 'vma_merge_struct']);
    expect(mm.view.travelling).toEqual([]);
  });

  it('changes step by step in a recording: what is gathered is counted', () => {
    const mm = mmOf('WW|r|WW');
    expect(story(mm, 'vma_munmap_struct', 'vma_count', () => mapFixed(mm))).toEqual([0, 1, 2, 3]);
  });

  it('begins anew with each call: what is mapped is told in full, and then what changes of it', () => {
    const mm = mmOf('rrr');
    expect(story(mm, 'mmap_state', 'pglen', () => mm.mmap(1, 1))).toEqual([1]);
    expect(story(mm, 'mmap_state', 'charged', () => mm.mmap(1, 2))).toEqual([0, 1]);
  });

  it('says when the PTEs are outstanding, and when they are not', () => {
    const outstanding = (kernel: KernelGeneration, field: string): unknown[] => {
      const mm = mmOf('WW|r|WW', { kernel });
      return story(mm, 'vma_munmap_struct', field, () => mapFixed(mm));
    };
    expect(outstanding(v6_18, 'clear_ptes')).toEqual([false, true, false]);
    expect(outstanding(seedV3, 'cleared_ptes')).toEqual([false, true]);
    expect(outstanding(v6_12_rc1, 'closed_vm_ops')).toEqual([false, true]);
  });

  it('has the side tree, with the VMAs in order', () => {
    const mm = mmOf('ww|r|ww');
    const fields = (): StepDetail | undefined => mm.view.travelling.find(({ name }) => name === 'mt_detach')?.fields;
    let most: StepDetail = {};
    mm.machine.trace({
      enter: () => undefined,
      exit: () => undefined,
      step: () => (most = fields() ?? most),
      tracepoint: () => undefined,
    });
    mm.munmap(0, 5);
    expect(Object.keys(most)).toEqual(['0', '1', '2']);
  });

  it('is a part of do_vmi_align_munmap() before there was a struct', () => {
    const mm = mmOf('WW|r|WW', { kernel: v6_10 });
    expect(story(mm, 'do_vmi_align_munmap', 'count', () => mapFixed(mm))).toEqual([0, 1, 2, 3]);
  });

  it('shows what the seed left uninitialised: all but nr_pages, where nothing is replaced', () => {
    const mm = mmOf('w', { kernel: seedV3 });
    let vms: StepDetail = {};
    const look = (): void => void (vms = mm.view.travelling[0]?.fields ?? vms);
    mm.machine.trace({ enter: look, exit: look, step: look, tracepoint: look });
    mm.mmap(4, 1);
    expect(Object.entries(vms).filter(([, value]) => value !== 'uninitialised')).toEqual([['nr_pages', 0]]);
    expect(Object.keys(vms)).toContain('vma_count');
  });

  it('tells of a merge what became of it', () => {
    const mm = mmOf('ww.ww');
    expect(story(mm, 'vma_merge_struct', 'state', () => mm.mmap(2, 1))).toEqual(['START', 'SUCCESS']);
    expect(story(mm, 'vma_merge_struct', 'state', () => mm.mmap(10, 1))).toEqual(['START', 'NOMERGE']);
    expect(story(mm, 'vma_merge_struct', '__remove_next', () => mm.mprotect(1, 1, 'r'))).toEqual([false]);
  });

  it('is back when the machine goes back', () => {
    const mm = mmOf('ww|r|ww');
    mm.machine.record(true);
    const marks: Mark[] = [];
    const note = (): void => void marks.push(mm.machine.mark());
    mm.machine.trace({ enter: note, exit: note, step: note, tracepoint: note });
    drain(mm.machine.call('', mmapCall(), () => undefined));
    mm.machine.trace(null);
    const shown = marks.map((mark) => {
      mm.machine.seek(mark);
      return mm.view.travelling.map(({ name }) => name).join(' ');
    });
    expect(shown).toContain('vma_munmap_struct mmap_state mt_detach');
    expect([shown[0], shown.at(-1)]).toEqual(['', '']);
  });
});

const mmapCall = (): Parameters<Strip['machine']['call']>[1] => ({
  name: 'mmap',
  args: [at(1), 3n * PAGE, 1n, 0x32n, -1n, 0n].map((value) => ({ kind: 'int', value })),
  recorded: undefined,
});
