import type { InvariantView, MmView } from '@mm-playground/api';
import { describe, expect, it } from 'vitest';
import { mount } from '../testing/mount.ts';
import { viewOf } from '../testing/view-of.ts';
import type { MmInvariants } from './invariants.ts';
import { invariants } from './plugin.ts';

const TREE: InvariantView = { name: 'tree', state: 'holds', what: 'each VMA stands in the tree under its own range' };
const KNOWINGLY: InvariantView = {
  ...{ name: 'map_count', state: 'knowingly broken', until: 'vms_complete_munmap_vmas' },
  what: 'map_count is 5 and there are 3 VMAs',
};
const BROKEN: InvariantView = { name: 'total_vm', state: 'broken', what: 'total_vm is 12, the VMAs have 10 pages' };

const viewWith = (lights: readonly InvariantView[]): MmView => ({ ...viewOf([]), invariants: lights });
const show = (properties: Partial<MmInvariants> = {}) =>
  mount<MmInvariants>(invariants, { view: viewWith([TREE, KNOWINGLY, BROKEN]), ...properties }, 360);

const lines = (root: ShadowRoot): string[] =>
  [...root.querySelectorAll('li')].map(({ textContent }) => textContent.trim().replace(/\s+/g, ' '));

describe('mm-invariants', () => {
  it('tells each light by shape and words, and until when what is broken knowingly is', async () => {
    const { root } = await show();
    expect(lines(root)).toEqual([
      '● tree holds each VMA stands in the tree under its own range',
      '◐ map_count knowingly broken until vms_complete_munmap_vmas map_count is 5 and there are 3 VMAs',
      '■ total_vm broken total_vm is 12, the VMAs have 10 pages',
    ]);
    expect(root.querySelector('.summary')?.textContent).toBe('1 holds, 1 knowingly broken, 1 broken');
  });

  it('marks what turned at this step', async () => {
    const { root } = await show({ previous: viewWith([TREE, { ...KNOWINGLY, state: 'holds' }, BROKEN]) });
    expect([...root.querySelectorAll('.turned .name')].map(({ textContent }) => textContent)).toEqual(['map_count']);
  });

  it('says in one line that all is well', async () => {
    const { root } = await show({ view: viewWith([TREE]) });
    expect(root.querySelector('.summary')?.textContent).toBe('all 1 hold');
  });
});
