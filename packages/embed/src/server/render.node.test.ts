/** Elements on a server: what is there without script. */
import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { VIEWS } from '../elements/views.ts';
import { renderEntry, renderPlayground, renderViewer, styleSheets } from './index.ts';

const SCRIPT = `
  brk(NULL)
  p = mmap(NULL, 8*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0)
  store(p + PAGE)
  munmap(p + 4*PAGE, 2*PAGE)
`;

/** What each says of that script: an address, a call, a field. */
const SAYS: Readonly<Record<string, string>> = {
  'address-map': 'anonymous, rw-p, 8 KiB, from 0x7ffff7ff5000',
  'maps-table': '7ffff7ff5000',
  'maple-tree': 'leaf_64',
  'page-table': '7ffff7ff0000',
  physical: 'page table; mm 1: pte of 0x7ffff7e00000',
  rmap: 'anon_vma',
  // Alone, a task has nothing there: the viewer says so.
  tlb: 'No translation is remembered',
  proc: '7ffff7fef000-7ffff7ff3000',
  'call-list': 'munmap (p + 4*PAGE, 2*PAGE)',
  steps: 'do_vmi_align_munmap',
  invariants: 'map_count',
  structs: 'vma_munmap_struct',
  counters: 'total_vm',
  events: 'do_vmi_align_munmap',
  'call-graph': 'do_vmi_align_munmap',
};
/** Amid munmap(), where structs travel. */
const AMID = '4.20';

/** What is read: the text between tags, styles left out. */
const wordsOf = (page: string): string =>
  page
    .replaceAll(/<style>.*?<\/style>/gs, '')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ');

describe('every viewer on a server', () => {
  it('is among those that are asked', () => {
    expect(Object.keys(SAYS).toSorted()).toEqual([...VIEWS.keys()].toSorted());
  });

  it.each(Object.entries(SAYS))('%s speaks of the script', async (id, words) => {
    const page = await renderViewer(id, SCRIPT, id === 'structs' ? { step: AMID } : {});
    expect(page).toMatch(new RegExp(`^<mm-${id} +script="brk\\(NULL\\)\n[^>]*><template [^>]*shadowrootmode="open"`));
    expect(wordsOf(page)).toContain(words);
    expect(page).not.toContain('<canvas');
    // As a canvas begins a path where its first line ends; SVG has to be told.
    expect(page).not.toMatch(/ d="[^M"]/);
  });

  it('is an entry, by words', async () => {
    const page = await renderEntry({ arch: 'arm64', value: '0x60000040005fd3' });
    expect(page).toMatch(/^<mm-pte +arch="arm64" value="0x60000040005fd3"/);
    expect(wordsOf(page)).toContain('0x0060_0000_4000_5fd3');
    expect(wordsOf(page)).toContain('PXN');
  });

  it('says what it cannot show', async () => {
    await expect(renderViewer('x', SCRIPT)).rejects.toThrow(/there is no viewer x; there are: address-map/);
    await expect(renderViewer('steps', 'munmap(')).rejects.toThrow(/^line 1: /);
    await expect(renderViewer('steps', SCRIPT, { step: 'late' })).rejects.toThrow(/step="late" is no place/);
    await expect(renderEntry({ arch: 'vax', value: '1' })).rejects.toThrow(/vax/);
  });
});

describe('a figure on a server', () => {
  it('has its viewers, with pictures in the colours of the page, and the script beside them', async () => {
    const page = await renderPlayground(SCRIPT, { kernel: '6.12', step: '2' });
    expect(wordsOf(page)).toContain('Linux 6.12, x86-64');
    expect(wordsOf(page)).toContain('call 2 of 4');
    expect(wordsOf(page)).toContain('7ffff7fef000');
    expect(page).toContain('<svg class="picture"');
    expect(page).toContain('fill="var(--_anon, rgb(163, 200, 186))"');
    expect(page).not.toMatch(/ style=|<!--|on[a-z]+=/);
    expect(page).toMatch(/munmap\(p \+ 4\*PAGE, 2\*PAGE\)<\/pre>\s*<\/mm-playground>$/);
  });

  it('has both sides where two machines are compared, and says what differs', async () => {
    const page = await renderPlayground(SCRIPT, { kernel: '6.12', compare: 'arm64:granule=64' });
    expect(/^<mm-playground[^>]* compare="arm64:granule=64"/.test(page)).toBe(true);
    const words = wordsOf(page);
    expect(words).toContain('Linux 6.12, x86-64, 4 levels beside Linux 6.12, arm64');
    expect(page.match(/<mm-address-map/g)).toHaveLength(2);
    expect(words).toMatch(/\d of 4 calls differ, first line \d, \w+\(.*\): x86-64 answers/);
    expect(words).toContain('x86-64 walks 4 levels with pages of 4 KiB, arm64:granule=64 3 with pages of 64 KiB.');
    expect(words).toMatch(/bytes of page tables \d+ KiB \d+ KiB/);
    expect(words).not.toContain('comparing');
  });

  it('names a machine to compare with that is not there', async () => {
    await expect(renderPlayground(SCRIPT, { compare: 'kernel:2.4' })).rejects.toThrow(
      /^compare="kernel:2\.4": there is no kernel "2\.4"; there are: /,
    );
  });

  it('says where a script has errors, and shows it', async () => {
    const page = await renderPlayground('munmap(p, )');
    expect(wordsOf(page)).toMatch(/line 1, column \d+: /);
    expect(page).toContain('<slot></slot>');
    expect(page).toContain('<pre>munmap(p, )</pre>');
  });

  it('never reads a script as HTML', async () => {
    const page = await renderPlayground('open("<img src=x onerror=1>&amp;", O_RDONLY) = 3\nbrk(NULL)', {
      styles: '"><img src=y>',
    });
    expect(page).not.toContain('<img');
    expect(page).toContain('&lt;img src=x');
  });

  it('links style sheets where the page wants no style elements', async () => {
    const page = await renderPlayground(SCRIPT, { styles: '/mm/' });
    expect(page).not.toContain('<style');
    const linked = [...page.matchAll(/<link rel="stylesheet" href="\/mm\/([^"]*)"/g)].map(([, file]) => file ?? '');
    expect(linked).toContain('mm-address-map.css');
    const sheets = await styleSheets();
    expect(linked.filter((file) => !sheets.has(file))).toEqual([]);
    expect(sheets.get('mm-comparison.css')).toContain('.pair');
    expect(sheets.get('mm-address-map.css')).toContain('--_anon: var(--mm-anon');
  });
});

describe('importing on a server', () => {
  const globalsAfter = (code: string): string[] => {
    const script = `${code}; console.log(JSON.stringify([Object.getOwnPropertyNames(globalThis), customElements.get('mm-playground') === undefined]))`;
    const flags = ['--conditions=@mm-playground/source', '--conditions=production', '--input-type=module'];
    const [names, isUndefined] = JSON.parse(
      execFileSync(process.execPath, [...flags, '--eval', script], { cwd: import.meta.dirname, encoding: 'utf8' }),
    ) as [string[], boolean];
    expect(isUndefined).toBe(true);
    return names.toSorted();
  };

  it.each(['.', './auto', './server'])('@mm-playground/embed%s adds no global beyond what Lit does', (path) => {
    const specifier = `@mm-playground/embed${path.slice(1)}`;
    expect(globalsAfter(`await import('${specifier}')`)).toEqual(globalsAfter(`await import('lit')`));
  });
});
