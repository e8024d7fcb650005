import { describe, expect, it } from 'vitest';
import type { Step } from '@mm-playground/api';
import type { CallRow } from '../call-row.ts';
import { violations } from '../testing/axe.ts';
import { callRows, MMAP_STEPS } from '../testing/calls.ts';
import { frames, mount } from '../testing/mount.ts';
import { pythonView } from '../testing/python.ts';
import { NO_FILTER } from './event-filter.ts';
import type { EventSource } from './event-log.ts';
import type { MmEvents } from './events.ts';
import { events } from './plugin.ts';

const source = (calls: readonly CallRow[], steps: readonly Step[] = MMAP_STEPS): EventSource => ({
  calls,
  stepsOf: (call) => (calls[call]?.steps === 0 ? [] : steps),
});

const show = (properties: Partial<MmEvents> = {}) =>
  mount<MmEvents>(events, {
    log: source(callRows(3)),
    position: { call: 0, step: 4 },
    view: pythonView(),
    ...properties,
  });

const names = (root: ShadowRoot): string[] =>
  [...root.querySelectorAll('.row')].map((row) =>
    `${row.querySelector('.line')?.textContent ?? ''} ${row.querySelector('.name')?.textContent ?? ''}`.trim(),
  );

describe('mm-events', () => {
  it('lists calls with their steps, results and findings, in the order in which they happened', async () => {
    const notes = ['result: recorded 0x7ffff7400000, model 0x7ffff7380000', 'address adopted from the recording'];
    const { root } = await show({ log: source(callRows(1).map((row) => ({ ...row, verdict: 'diverges', notes }))) });
    expect(names(root).slice(0, 3)).toEqual(['12 call mmap', 'function ksys_mmap_pgoff', 'function vm_mmap_pgoff']);
    const lines = [...root.querySelectorAll('.row')].map(({ textContent }) => textContent.replace(/\s+/g, ' ').trim());
    expect(lines.slice(-3)).toEqual([
      '≠ result mmap = 0x7ffff7580000 7ffff7580000-7ffff7600000',
      `◆ finding ${notes[0]} 7ffff7580000-7ffff7600000`,
      `◆ finding ${notes[1]} 7ffff7580000-7ffff7600000`,
    ]);
  });

  it('marks the event of the position, and dims what comes after it', async () => {
    const log = await show();
    const { root } = log;
    expect(log.find('.row.current .name').textContent).toContain('__get_unmapped_area');
    expect(root.querySelectorAll('.row.future')).toHaveLength(root.querySelectorAll('.row').length - 6);
  });

  it('asks for the moment of the event that is chosen, by key or by click', async () => {
    const log = await show();
    await log.key('.scroll', 'ArrowDown');
    log.find('#event-1').click();
    expect(log.seeks).toEqual([
      { call: 0, step: 5 },
      { call: 0, step: 0 },
    ]);
  });

  it('walks past the last step of a call to its result and to the next call', async () => {
    const log = await show({ position: { call: 0, step: 20 } });
    expect(log.find('.row.cursor .name').textContent).toContain('result mmap');
    await log.key('.scroll', 'ArrowUp');
    expect(log.seeks).toEqual([{ call: 0, step: 20 }]);
    expect(log.find('.row.cursor .name').textContent).toContain('return ksys_mmap_pgoff');
    await log.key('.scroll', 'ArrowUp');
    expect(log.seeks.at(-1)).toEqual({ call: 0, step: 19 });
  });

  it('selects the addresses that an event is about, by Enter or by click', async () => {
    const log = await show();
    log.find('#event-6 .range').click();
    log.element.position = { call: 0, step: 14 };
    await frames();
    await log.key('.scroll', 'Enter');
    expect(log.selections).toEqual([
      { kind: 'range', start: 0x7_ffff_7580, end: 0x7_ffff_7600 },
      { kind: 'range', start: 0x7_ffff_7580, end: 0x7_ffff_7600 },
    ]);
  });

  it('shows the kinds that are asked for, and all of them again', async () => {
    const log = await show();
    log.find('.kind.search').click();
    log.find('.kind.call').click();
    await frames();
    expect(names(log.root)).toEqual([
      '12 call mmap',
      'search mmap:vm_unmapped_area',
      '14 call madvise',
      'search mmap:vm_unmapped_area',
      '16 call openat',
    ]);
    expect(log.find('.count').textContent).toMatch(/^5 of/);
    log.find<HTMLButtonElement>('.filters .button').click();
    await frames();
    expect(log.find('.count').textContent).toMatch(/events$/);
  });

  it('filters by a part of the kernel’s name, by words, and by addresses', async () => {
    const log = await show({ log: source(callRows(1)) });
    const only = async (filter: object): Promise<string[]> => {
      log.element.filter = { ...NO_FILTER, ...filter };
      await frames();
      return names(log.root);
    };
    expect(await only({ name: 'MERGE' })).toEqual(
      ['function vma_merge_new_range', 'step can_vma_merge_right', 'return vma_merge_new_range'].filter((name) =>
        name.includes('merge'),
      ),
    );
    expect(await only({ text: 'vma#90 store' })).toEqual(['step vma_iter_store_new']);
    expect(await only({ range: { start: 0x7ffff75ff000n, end: 0x7ffff75ff001n } })).toEqual([
      '12 call mmap',
      'search mmap:vm_unmapped_area',
      'tree maple_tree:ma_write',
      'result mmap',
    ]);
  });

  it('follows the selection where that is asked for', async () => {
    const log = await show({
      log: source(callRows(1)),
      selection: { kind: 'range', start: 0x7_ffff_75ff, end: 0x7_ffff_7600 } as never,
    });
    expect(log.root.querySelectorAll('.range.about')).toHaveLength(4);
    log.find<HTMLInputElement>('.check input').click();
    await frames();
    expect(log.root.querySelectorAll('.row')).toHaveLength(4);
    log.element.selection = null;
    await frames();
    expect(log.root.querySelectorAll('.row')).toHaveLength(0);
  });

  it('offers the tasks where there is more than one', async () => {
    const log = await show({ log: source(callRows(8, 8, ['1', '2'])) });
    const select = log.find<HTMLSelectElement>('select');
    select.selectedIndex = 2;
    select.dispatchEvent(new Event('change'));
    log.find('.kind.call').click();
    await frames();
    expect([...log.root.querySelectorAll('.task')].map(({ textContent }) => textContent)).toEqual(['2', '2', '2', '2']);
  });

  it('keeps a million events out of the DOM, finds the position among them, and filters them in slices', async () => {
    const log = await show({ log: source(callRows(50_000)) });
    expect(log.root.querySelectorAll('.row').length).toBeLessThan(80);
    log.element.position = { call: 49_000, step: 3 };
    await frames(8);
    const [row, box] = [log.find('.row.current'), log.find('.scroll')].map((each) => each.getBoundingClientRect());
    expect(row?.top).toBeGreaterThanOrEqual(box?.top ?? Infinity);
    expect(row?.bottom).toBeLessThanOrEqual(box?.bottom ?? -Infinity);
    log.element.filter = { ...NO_FILTER, kinds: new Set(['search']) };
    await expect
      .poll(() => log.find('.count').textContent, { timeout: 10_000 })
      .toMatch(/^[\d\u202f]+ of [\d\u202f]+$/);
  });

  it('keeps its place when it is moved in the page', async () => {
    const log = await show({ log: source(callRows(500)), position: { call: 300, step: 3 } });
    await frames(4);
    const { scrollTop } = log.find('.scroll');
    document.body.append(log.element);
    await frames(4);
    expect([log.find('.scroll').scrollTop, log.root.querySelectorAll('.row.current').length]).toEqual([scrollTop, 1]);
    log.find('.scroll').scrollTop = 0;
    await frames(4);
    expect(log.find('.row').id).toBe('event-0');
  });

  it('has nothing that axe objects to', async () => {
    const log = await show({ log: source(callRows(8, 8, ['1', '2'])) });
    expect(await violations(log.element)).toEqual([]);
    expect([...log.root.querySelectorAll('[style]')]).toEqual([]);
  });
});
