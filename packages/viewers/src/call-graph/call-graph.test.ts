import { describe, expect, it } from 'vitest';
import { callRows, MMAP_CHANGES, MMAP_STEPS } from '../testing/calls.ts';
import { frames, mount } from '../testing/mount.ts';
import type { CallGraphSource, MmCallGraph } from './call-graph.ts';
import { callGraph } from './plugin.ts';

/** As if vm_stat_account, step 15, had changed everything. */
const SOURCE: CallGraphSource = {
  calls: callRows(1),
  stepsOf: () => MMAP_STEPS,
  changesOver: (_call, first, last) => (first <= 15 && 15 <= last ? MMAP_CHANGES : []),
};

const show = (properties: Partial<MmCallGraph> = {}) =>
  mount<MmCallGraph>(callGraph, { source: SOURCE, position: { call: 0, step: 15 }, ...properties });

const names = (root: ShadowRoot, which = '.row'): string[] =>
  [...root.querySelectorAll(`${which} .name`)].map(({ textContent }) => textContent.replace(/^\w+ /, ''));

describe('mm-call-graph', () => {
  it('shows who calls whom, what is at work, and what each changed', async () => {
    const graph = await show();
    expect(names(graph.root)).toHaveLength(MMAP_STEPS.filter(({ kind }) => kind !== 'exit').length);
    expect(names(graph.root, '.under-way')).toEqual([
      'ksys_mmap_pgoff',
      'vm_mmap_pgoff',
      'do_mmap',
      'mmap_region',
      'vm_stat_account',
    ]);
    expect(names(graph.root, '.current')).toEqual(['vm_stat_account']);
    expect(graph.find('.under-way .changed').textContent).toBe('4 fields');
    expect(graph.find('.changes caption').textContent).toContain('What vm_stat_account changed');
    expect(graph.find('.changes table').textContent).toMatch(/total_vm\s*before 4359→after 4487/);
  });

  it('goes to where a function is entered, by click or by Enter', async () => {
    const graph = await show();
    graph.find('#node-3').click();
    await graph.key('.scroll', 'Home');
    await graph.key('.scroll', 'Enter');
    expect(graph.seeks).toEqual([
      { call: 0, step: 3 },
      { call: 0, step: 0 },
    ]);
  });

  it('walks, folds and unfolds by keyboard', async () => {
    const graph = await show();
    await graph.key('.scroll', 'Home');
    await graph.key('.scroll', 'ArrowDown');
    await graph.key('.scroll', 'ArrowLeft');
    expect(names(graph.root)).toEqual(['ksys_mmap_pgoff', 'vm_mmap_pgoff']);
    expect(graph.find('#node-1').getAttribute('aria-expanded')).toBe('false');
    expect(names(graph.root, '.current')).toEqual(['vm_mmap_pgoff']);
    await graph.key('.scroll', 'ArrowRight');
    await graph.key('.scroll', 'ArrowRight');
    expect(names(graph.root, '.cursor')).toEqual(['mmap_write_lock_killable']);
    await graph.key('.scroll', 'ArrowLeft');
    expect(names(graph.root, '.cursor')).toEqual(['vm_mmap_pgoff']);
    expect(graph.seeks).toEqual([]);
  });

  it('shows functions alone', async () => {
    const graph = await show();
    graph.find<HTMLInputElement>('.bar input').click();
    await frames();
    expect(names(graph.root)).toHaveLength(MMAP_STEPS.filter(({ kind }) => kind === 'enter').length);
    expect(names(graph.root, '.current')).toEqual(['mmap_region']);
  });

  it('says so where there are no steps', async () => {
    const graph = await show({ position: { call: -1, step: -1 } });
    expect(graph.find('.empty').textContent).toContain('Nothing has run yet');
  });
});
