import { afterEach, describe, expect, it } from 'vitest';
import { figureHtml, figureOf, type FigureOptions } from './figure.ts';
import { FigureError } from './problems.ts';

const SCRIPT = `p = mmap(NULL, 8*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0)

  munmap(p + 4*PAGE, 2*PAGE)
`;

/** What a browser makes of a figure. */
function parsed(script: string, options?: FigureOptions): DocumentFragment {
  const template = document.createElement('template');
  template.innerHTML = figureHtml(script, options);
  return template.content;
}

const text = (root: ParentNode, selector: string): string | undefined =>
  root.querySelector(selector)?.textContent ?? undefined;
const rows = (root: ParentNode): string[] =>
  [...root.querySelectorAll('tbody tr')].map((row) => [...row.children].map((cell) => cell.textContent).join(' '));

function problemsOf(script: string, options?: FigureOptions): string[] {
  try {
    figureHtml(script, options);
    return [];
  } catch (error) {
    if (error instanceof FigureError) return error.message.split('\n');
    throw error;
  }
}

describe('a figure as HTML', () => {
  it('has the script as it is, a picture and the maps', () => {
    const figure = parsed(SCRIPT);
    expect(text(figure, 'mm-playground > pre')).toBe(SCRIPT.replace(/\n$/, ''));
    expect(text(figure, '.mm-static svg > title')).toBe(text(figure, 'caption'));
    expect(text(figure, 'caption')).toBe(
      '/proc/PID/maps after munmap(p + 4*PAGE, 2*PAGE) (Linux 7.2, x86-64, 4 levels)',
    );
    expect(rows(figure).slice(0, 2)).toEqual([
      '7ffff7fef000-7ffff7ff3000 rw-p 00000000 00:00 0 ',
      '7ffff7ff5000-7ffff7ff7000 rw-p 00000000 00:00 0 ',
    ]);
  });

  it('hands the attributes on, and stands where they say', () => {
    const options = { kernel: '6.12', arch: 'arm64', views: 'address-map maple-tree', step: '1', height: '30rem' };
    const figure = parsed(SCRIPT, { ...options, autoplay: true });
    const element = figure.querySelector('mm-playground');
    expect(Object.fromEntries([...(element?.attributes ?? [])].map(({ name, value }) => [name, value]))).toEqual({
      ...options,
      script: SCRIPT.replace(/\n$/, ''),
      autoplay: '',
    });
    expect(text(figure, 'caption')).toMatch(/^\/proc\/PID\/maps after mmap\(.*\) \(Linux 6\.12, arm64, .*\)$/);
    expect(rows(figure)[0]).toMatch(/^[\da-f]+-[\da-f]+ rw-p /);
  });

  it('shows the state between two steps', () => {
    const between = rows(parsed(SCRIPT, { step: '2.1' }));
    expect(between[0]).toMatch(/^7ffff7fef000-7ffff7ff7000 /);
  });

  it('is an element where it is alive, and none where it is static', () => {
    expect(parsed(SCRIPT, { static: true }).querySelector('mm-playground')).toBeNull();
    expect(text(parsed(SCRIPT, { static: true }), 'figure > pre')).toContain('munmap');
  });

  it('has the title below it, its own or that of the script', () => {
    expect(text(parsed(SCRIPT, { title: 'A <hole> & more' }), 'figure > figcaption')).toBe('A <hole> & more');
    expect(text(parsed(`#@ title A hole\n${SCRIPT}`), 'figure > figcaption')).toBe('A hole');
    expect(parsed(SCRIPT).querySelector('figcaption')).toBeNull();
  });

  it('has both sides where two machines are compared, and says in words and numbers what differs', () => {
    const figure = parsed(SCRIPT, { compare: 'arm64:granule=64' });
    expect([...figure.querySelectorAll('.mm-static p > b')].map((name) => name.textContent)).toEqual([
      'x86-64',
      'arm64:granule=64',
    ]);
    const captions = [...figure.querySelectorAll('caption')].map((caption) => caption.textContent);
    expect(captions).toEqual([
      expect.stringContaining('Linux 7.2, x86-64'),
      expect.stringContaining('Linux 7.2, arm64'),
      'What page tables cost',
    ]);
    const words = text(figure, '.mm-static') ?? '';
    expect(words).toMatch(/2 of 2 calls differ, first line 1, mmap\(.*\): x86-64 answers 0x/);
    expect(words).toContain('x86-64 walks 4 levels with pages of 4 KiB, arm64:granule=64 3 with pages of 64 KiB.');
    expect(rows(figure)).toContain('page 4 KiB 64 KiB');
    const ids = [...figure.querySelectorAll('[id]')].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(figure.querySelector('mm-playground')?.getAttribute('compare')).toBe('arm64:granule=64');
  });

  it.each([
    '# </pre><script>document.title=1</script>',
    '# </code></pre></mm-playground><img src=x onerror=document.title=1>',
    '# "><b>',
    '# &lt;b&gt; &#10; &amp;',
    '# {{ constructor.constructor("return 1")() }} {% raw %}',
  ])('never becomes a tag, or anything but itself: %s', (script) => {
    const figure = parsed(`${script}\nbrk(NULL)`, { title: script, select: script });
    expect(text(figure, 'pre > code')).toBe(`${script}\nbrk(NULL)`);
    expect(figure.querySelector('mm-playground')?.getAttribute('script')).toBe(`${script}\nbrk(NULL)`);
    expect(text(figure, 'figcaption')).toBe(script);
    expect(figure.querySelector('mm-playground')?.getAttribute('select')).toBe(script);
    expect(figure.querySelectorAll('script, img, b')).toHaveLength(0);
  });

  it('escapes the names of files in picture and table', () => {
    const script = `fd = openat(AT_FDCWD, "/tmp/<b>{{x}}", O_RDONLY)
mmap(NULL, 300*PAGE, PROT_READ, MAP_PRIVATE, fd, 0)`;
    const figure = parsed(script);
    expect(rows(figure)[0]).toContain('/tmp/<b>{{x}}');
    expect(figure.querySelector('b')).toBeNull();
  });

  it('is one line without braces: it stands in Markdown and in templates', () => {
    expect(figureHtml(`# {{ x }}\r\n${SCRIPT}`)).toMatch(/^<figure class="mm-figure">[^\n\r{}]*<\/figure>$/);
  });

  it('needs nothing that a strict policy refuses', () => {
    const figure = parsed(SCRIPT);
    expect(figure.querySelectorAll('[style], style, script, [src], [href]')).toHaveLength(0);
    expect(
      [...figure.querySelectorAll('*')].filter((element) =>
        element.getAttributeNames().some((name) => name.startsWith('on')),
      ),
    ).toEqual([]);
  });

  it('is the same each time, and has names of its own beside another of the page', () => {
    expect(figureHtml(SCRIPT)).toBe(figureHtml(SCRIPT));
    const ids = (line: number): string[] =>
      [...parsed(SCRIPT, { place: { file: 'page.md', line, column: 1 } }).querySelectorAll('[id]')].map(({ id }) => id);
    expect(ids(3)).not.toHaveLength(0);
    expect(ids(3).filter((id) => ids(30).includes(id))).toEqual([]);
  });

  it('is there in parts for what is no HTML', () => {
    const { svg, maps, title, beside } = figureOf(SCRIPT, { title: 'A hole' });
    expect(beside).toBeNull();
    expect(title).toBe('A hole');
    expect(maps.rows[0]).toEqual(['address', 'perms', 'offset', 'dev', 'inode', 'pathname']);
    expect(new DOMParser().parseFromString(svg, 'image/svg+xml').documentElement.tagName).toBe('svg');
  });
});

it('both sides of a figure are there in parts', () => {
  const { beside } = figureOf(SCRIPT, { kernel: '6.18', compare: 'kernel:6.12' });
  expect(beside).toMatchObject({
    names: ['6.18', '6.12'],
    words: ['All 2 calls answer alike and leave the same maps, flags and counters.'],
    costs: [],
  });
  expect(beside?.maps.caption).toContain('Linux 6.12');
  expect(beside?.svg).toMatch(/^<svg /);
});

describe('a figure in a page', () => {
  afterEach(() => {
    document.body.replaceChildren();
    document.documentElement.style.removeProperty('color-scheme');
  });

  it('has the colours of the page, and changes them with it', () => {
    document.body.append(parsed(SCRIPT));
    const ground = document.querySelector('svg rect');
    const fill = (scheme: string): string => {
      document.documentElement.style.colorScheme = scheme;
      return ground === null ? '' : getComputedStyle(ground).fill;
    };
    expect([fill('light'), fill('dark')]).toEqual(['rgb(252, 252, 251)', 'rgb(20, 22, 26)']);
  });
});

describe('what is wrong with a figure', () => {
  const places = { place: { file: 'page.md', line: 12, column: 3 }, asked: { file: 'page.md', line: 11, column: 3 } };

  it('is told where the script stands, all of it', () => {
    expect(problemsOf('brk(NULL)\nmunmap(p, )\nmmap(q)', places)).toEqual([
      expect.stringMatching(/^page\.md:13:\d+: /),
      expect.stringMatching(/^page\.md:14:\d+: /),
    ]);
    expect(problemsOf('munmap(p, )')[0]).toMatch(/^script:1:\d+: /);
  });

  it('is a call that stops the program', () => {
    expect(problemsOf('brk(NULL)\n#@ fail kmalloc#999', places)[0]).toMatch(/^page\.md:1[23]:/);
  });

  it.each([
    ['a kernel', { kernel: '2.4' }, /^page\.md:11:3: .*2\.4/],
    ['an architecture', { arch: 'vax' }, /^page\.md:11:3: .*vax/],
    ['a view', { views: 'address-map x' }, /^page\.md:11:3: there is no viewer x; there are: address-map/],
    [
      'another kernel',
      { compare: 'kernel:2.4' },
      /^page\.md:11:3: compare="kernel:2\.4": there is no kernel "2\.4"; there/,
    ],
    [
      'another architecture',
      { compare: 'vax' },
      /^page\.md:11:3: compare="vax": there is no architecture "vax"; there/,
    ],
    ['another index', { compare: 'index:x' }, /^page\.md:11:3: compare="index:x": there is no index "x"; there/],
    ['a place', { step: 'late' }, /^page\.md:11:3: step="late" is no place/],
  ])('is %s that is not there, told where it is asked for', (_, options, message) => {
    expect(problemsOf(SCRIPT, { ...options, ...places })[0]).toMatch(message);
  });
});
