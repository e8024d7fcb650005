import type { MmView, TravellingView } from '@mm-playground/api';
import { describe, expect, it } from 'vitest';
import { mount } from '../testing/mount.ts';
import { viewOf } from '../testing/view-of.ts';
import { structs } from './plugin.ts';
import type { MmStructs } from './structs.ts';

const VMS: TravellingView = {
  name: 'vma_munmap_struct',
  fields: { vma: 'vma#5', start: 0x1000_1000n, vma_count: 1, nr_pages: 1, clear_ptes: true },
};
const EMPTY: TravellingView = { ...VMS, fields: { ...VMS.fields, vma_count: 0, nr_pages: 0 } };
const DETACHED: TravellingView = { name: 'mt_detach', fields: { '0': 'vma#5' } };

const viewWith = (...travelling: readonly TravellingView[]): MmView => ({ ...viewOf([]), travelling });
const show = (properties: Partial<MmStructs> = {}) =>
  mount<MmStructs>(structs, { view: viewWith(VMS, DETACHED), previous: viewWith(EMPTY), ...properties }, 360);

const rows = (root: ShadowRoot): string[] =>
  [...root.querySelectorAll('tr')].map(({ textContent }) => textContent.trim().replace(/\s+/g, ' '));

describe('mm-structs', () => {
  it('shows the fields under the kernel’s names, words in hex', async () => {
    const { root } = await show({ previous: null });
    expect(rows(root).slice(0, 3)).toEqual(['vma vma#5', 'start 0x10001000', 'vma_count 1']);
    expect(
      [...root.querySelectorAll('caption')].map(({ textContent }) => textContent.trim().replace(/\s+/g, ' ')),
    ).toEqual(['struct vma_munmap_struct new', 'struct mt_detach new']);
  });

  it('marks the fields that the step changed, with what they held before', async () => {
    const { root } = await show();
    expect([...root.querySelectorAll('tr.changed')].map((row) => row.querySelector('s')?.textContent)).toEqual([
      'before 0',
      'before 0',
    ]);
    expect(rows(root)[2]).toBe('▸vma_count before 0→now 1');
  });

  it('says so when nothing travels', async () => {
    const { root } = await show({ view: viewWith() });
    expect(root.textContent).toContain('Nothing travels');
  });
});
