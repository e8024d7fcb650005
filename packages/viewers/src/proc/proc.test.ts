import { addrOf, formatSmapsRow, vmFlags, type MapsRow, type MmView, type SmapsRow } from '@mm-playground/api';
import { describe, expect, it } from 'vitest';
import { violations } from '../testing/axe.ts';
import { frames, mount } from '../testing/mount.ts';
import { manyVmas, pythonAfter, pythonView } from '../testing/python.ts';
import { viewOf } from '../testing/view-of.ts';
import { proc } from './plugin.ts';
import { PROC_FILES } from './proc-files.ts';
import type { MmProc } from './proc.ts';

const smapsRow = (maps: MapsRow, rss: number): SmapsRow => ({
  maps,
  sizes: { Size: Number((maps.end - maps.start) >> 10n), Rss: rss },
  thpEligible: 0,
  protectionKey: undefined,
  flags: vmFlags('READ'),
});

/** Two mappings, of which the second has `rss` kB. */
function viewWith(rss: number, pages = 4): MmView {
  const view = viewOf([
    ['r--p', 0x400, 2, 'file', '/bin/cat'],
    ['rw-p', 0x500, pages, 'anon'],
  ]);
  return {
    ...view,
    smaps: () => view.maps().map((maps, at) => smapsRow(maps, at === 0 ? 8 : rss)),
    smapsRollup: () => {
      const [maps] = view.maps();
      return maps === undefined ? null : { maps, sizes: { Rss: rss + 8, Pss: rss + 8 } };
    },
    status: () => ({ VmSize: 24, VmRSS: rss + 8, RssAnon: rss, RssFile: 8 }),
    pagemap: (_start, count) =>
      'A'
        .repeat(rss / 4)
        .padEnd(count, '.')
        .slice(0, count),
  };
}

const show = (properties: Partial<MmProc> = {}) =>
  mount<MmProc>(proc, { view: viewWith(8), previous: viewWith(4), ...properties });

/** Marked lines with what was before each changed field. */
const marked = (root: ShadowRoot): string[] =>
  [...root.querySelectorAll('.row:not(.same)')].map((row) => row.textContent.replace(/\s+/g, ' ').trim());

describe('mm-proc', () => {
  it('offers every file, and says what each tells', async () => {
    const files = await show();
    expect([...files.root.querySelectorAll('.file')].map(({ textContent }) => textContent.trim())).toEqual(
      PROC_FILES.map(({ id }) => id),
    );
    expect(files.find('[aria-pressed=true]').textContent).toContain('maps');
  });

  it('prints maps and smaps as the kernel does, and copies them exactly', async () => {
    const files = await show({ file: 'smaps' });
    const view = viewWith(8);
    expect(files.element.text).toBe(
      view
        .smaps()
        .flatMap(formatSmapsRow)
        .map((line) => `${line}\n`)
        .join(''),
    );
    files.find('.file').click();
    await frames();
    expect(files.element.text.split('\n')[1]).toMatch(/^00500000-00504000 rw-p 00000000 00:00 0 $/);
  });

  it.each([
    ['smaps', ['~changed: Rss: 8, was 4 kB']],
    ['smaps_rollup', ['~changed: Rss: 16, was 12 kB', '~changed: Pss: 16, was 12 kB']],
    ['status', ['~changed: VmRSS: 16, was 12 kB', '~changed: RssAnon: 8, was 4 kB']],
    ['statm', ['~changed: 6 4, was 3 2 0 0 0 0']],
    ['pagemap', ['~changed: 400000 AA, was .', '~changed: 500000 AA, was ...']],
    ['maps', []],
    ['buddyinfo', []],
  ])('marks what differs in %s, line by line and field by field', async (file, expected) => {
    expect(marked((await show({ file })).root)).toEqual(expected);
  });

  it('marks mappings that came, went or grew', async () => {
    const files = await show({ file: 'smaps', view: viewWith(4, 6) });
    expect(marked(files.root)[0]).toMatch(/^~changed: 00500000-00506000, was 00500000-00504000 rw-p/);
    const after = await show({ view: pythonAfter(), previous: pythonView() });
    expect(after.root.querySelectorAll('.added')).toHaveLength(3);
  });

  it('shows only what differs, where that is asked for', async () => {
    const files = await show({ file: 'smaps' });
    files.find<HTMLInputElement>('.foot input').click();
    await frames();
    expect([...files.root.querySelectorAll('.row .text')].map(({ textContent }) => textContent.slice(0, 17))).toEqual([
      '00500000-00504000',
      'Rss:             ',
    ]);
  });

  it('selects what a line is about, by key or by click, and shows what is selected', async () => {
    const files = await show({ file: 'smaps' });
    await files.key('.scroll', 'Home');
    files.find('#line-6').click();
    expect(files.selections).toMatchObject([
      { kind: 'vma', start: 0x400, end: 0x402 },
      { kind: 'vma', start: 0x500, end: 0x504 },
    ]);
    files.element.file = 'pagemap';
    files.element.selection = files.selections.at(-1) ?? null;
    await frames();
    expect(files.element.text).toBe('500000 AA..\n');
  });

  it('keeps a long file out of the DOM, and bounds pagemap', async () => {
    const view = manyVmas();
    const files = await show({ view, previous: null });
    expect(files.root.querySelectorAll('.row').length).toBeLessThan(80);
    files.element.file = 'pagemap';
    await frames(4);
    expect(files.root.querySelectorAll('.row').length).toBeLessThan(80);
    expect(files.element.text.trim().split('\n').at(-1)).toMatch(/pages more: select less$/);
    const vma = view.vmas[50_000];
    if (vma === undefined) throw new Error('too few');
    files.element.selection = { kind: 'vma', id: vma.id, start: vma.start, end: vma.end };
    await frames(4);
    expect(files.element.text).toMatch(new RegExp(`^${addrOf(vma.start, view.arch.geometry.pageShift).toString(16)} `));
  });

  it('has nothing that axe objects to', async () => {
    const files = await show({ file: 'smaps' });
    expect(await violations(files.element)).toEqual([]);
    expect([...files.root.querySelectorAll('[style]')]).toEqual([]);
  });
});
