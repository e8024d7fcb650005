/** A site of Sphinx: built by python3-sphinx for several readers, opened in a browser. */
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  EMBED,
  newFolder,
  runTool,
  sampleFolder,
  SEEN_WITHOUT_SCRIPT,
  seenWithoutScript,
  serveSite,
  type SampleSite,
} from './sites.ts';

/** The Python that has Sphinx; null where none has. */
const PYTHON = ['python3', '/usr/bin/python3'].find(hasSphinx) ?? null;

function hasSphinx(python: string): boolean {
  try {
    execFileSync(python, ['-c', 'import sphinx.application'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

vi.setConfig({ testTimeout: 20_000 });

const folder = newFolder();
const sphinx = (builder: string, ...more: readonly string[]): Promise<string> =>
  runTool(sampleFolder('sphinx'), PYTHON ?? '', [
    ...['-m', 'sphinx', '-q', '-b', builder, '-d', join(folder, 'doctrees')],
    ...more,
    '.',
    join(folder, builder),
  ]);
const built = (...path: readonly string[]): string => readFileSync(join(folder, ...path), 'utf8');

describe.skipIf(PYTHON === null)('Sphinx (apt-get install python3-sphinx)', () => {
  let site: SampleSite;
  let printed: string;
  beforeAll(async () => {
    printed = await sphinx('html');
    site = await serveSite(join(folder, 'html'));
  }, 120_000);
  afterAll(async () => {
    await site.close();
    rmSync(folder, { recursive: true });
  });

  it('has a figure that comes alive, and one that is static', async () => {
    const problems = await site.visit('index.html', async (page) => {
      await page.locator('mm-playground mm-call-list').getByText('munmap').waitFor();
      expect(await page.locator('mm-playground').count()).toBe(1);
      expect(await page.locator('figure > .mm-static caption').innerText()).toMatch(
        /after mmap\(.*Linux 6\.18, x86-64/,
      );
    });
    expect(problems).toEqual([]);
    expect(printed).toBe('');
  });

  it('has script, picture and maps for a reader without script', async () => {
    expect(await seenWithoutScript(site, 'index.html')).toEqual(SEEN_WITHOUT_SCRIPT);
  });

  it('loads nothing in pages without figures', () => {
    expect(built('html', 'index.html')).toContain('mm-playground/mm-playground.js');
    expect(built('html', 'plain.html')).not.toContain('mm-playground');
  });

  it('has script and maps as text, as the kernel prints them, and as a manual', async () => {
    expect(await sphinx('text')).toBe('');
    expect(built('text', 'index.txt')).toMatch(/^\s+munmap\(p \+ 4\*PAGE, 2\*PAGE\)$/m);
    expect(built('text', 'index.txt')).toMatch(/\| 7ffff7ff7000-7ffff7ffb000 +\| r--p +\| .*\[vvar\]/);
    expect(await sphinx('man')).toBe('');
    expect(built('man', 'asiteofsphinx.1')).toContain('r\\-xp');
  });

  it('has both sides of a comparison, and what differs in words and numbers', async () => {
    expect(await sphinx('text')).toBe('');
    const text = built('text', 'beside.txt');
    expect(text).toMatch(/^\*\*x86-64\*\*$[^]*^\*\*arm64:granule=64\*\*$/m);
    expect(text).toMatch(/^2 of 2 calls differ, first line 1, mmap/m);
    expect(text).toMatch(/^\| page +\| 4 KiB +\| 64 KiB +\|$/m);
    expect(built('html', 'beside.html')).toMatch(/<mm-playground [^>]*compare="arm64:granule=64"/);
  });

  it('has the table for LaTeX, and the picture where it is converted', async () => {
    expect(await sphinx('latex')).toBe('');
    const plain = built('latex', 'asiteofsphinx.tex');
    expect(plain).toContain('7ffff7fef000');
    expect(plain).not.toContain('includegraphics');
  });

  it('has the picture for EPUB, without elements that no reader of books knows', async () => {
    await sphinx('epub');
    expect(built('epub', 'index.xhtml')).toMatch(/<img [^>]*src="_images\/[\da-f]+\.svg"/);
    expect(built('epub', 'index.xhtml')).not.toContain('mm-playground');
  });
});

describe.skipIf(PYTHON === null)('what is wrong with a page of Sphinx', () => {
  it('is told by file and line', async () => {
    const wrong = newFolder();
    const conf = readFileSync(join(EMBED, 'samples', 'sphinx', 'conf.py'), 'utf8').replace(
      /^EMBED = .*$/m,
      `EMBED = ${JSON.stringify(EMBED)}`,
    );
    const page =
      'A page\n======\n\n.. mm::\n   :kernel: 6.12\n\n   brk(NULL)\n   munmap(p, )\n\n.. mm::\n   :kernal: 6.12\n\n   brk(NULL)\n';
    writeFileSync(join(wrong, 'conf.py'), conf);
    writeFileSync(join(wrong, 'index.rst'), page);
    const printed = await runTool(sampleFolder('sphinx'), PYTHON ?? '', [
      '-m',
      'sphinx',
      '-q',
      '-b',
      'text',
      wrong,
      join(wrong, 'out'),
    ]);
    expect(printed).toMatch(/index\.rst:4: .*\n?.*index\.rst:8:\d+: /);
    expect(printed).toContain('unknown option: "kernal"');
    rmSync(wrong, { recursive: true });
  });
});
