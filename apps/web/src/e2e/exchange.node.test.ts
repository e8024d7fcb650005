/*
 * What comes into the page and what goes out of it, in a real browser: each kind of text dropped or pasted, a link that carries a
 * script, a file of every form. What is exported is held to what the library says.
 */
import { readFile } from 'node:fs/promises';
import { readCapture } from '@mm-playground/captures';
import { createPlayground } from 'mm-playground';
import type { Page } from 'playwright';
import { describe, expect, it, vi } from 'vitest';
import { builtApp, drop, paste, withPage as onPage } from './pages.ts';

vi.setConfig({ testTimeout: 60_000 });

/** For what a busy machine may take a while to show. */
const PATIENT = { timeout: 10_000 };

const app = builtApp('exchange');

/** What asks for the clipboard may have it. */
const withPage = (path: string, use: (page: Page) => Promise<void>): Promise<void> =>
  onPage(app, path, use, { permissions: ['clipboard-read', 'clipboard-write'] });

/** The numbers of VMAs that the address map has, and of calls on the timeline. */
const shown = (page: Page): Promise<{ vmas: number; calls: number }> =>
  page.evaluate(() => {
    const find = (root: ParentNode, tag: string): Element | null => {
      for (const element of root.querySelectorAll('*')) {
        if (element.localName === tag) return element;
        const inside = element.shadowRoot === null ? null : find(element.shadowRoot, tag);
        if (inside !== null) return inside;
      }
      return null;
    };
    const map = find(document, 'mm-address-map') as { view?: { vmas: unknown[] } | null } | null;
    const timeline = find(document, 'mm-timeline') as { calls?: unknown[] } | null;
    return { vmas: map?.view?.vmas.length ?? -1, calls: timeline?.calls?.length ?? -1 };
  });

const MAPS = `5590a0000000-5590a0001000 r--p 00000000 fe:00 12                         /bin/cat
5590a1000000-5590a1021000 rw-p 00000000 00:00 0                          [heap]
7ffe00000000-7ffe00021000 rw-p 00000000 00:00 0                          [stack]
`;
const SMAPS = /#@ smaps\n((?:#\| .*\n)+)/.exec(readCapture('ls'))?.[1]?.replaceAll('#| ', '') ?? '';
const SCENARIO = `p = mmap(0x10000000, 4*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)
mprotect(p + PAGE, PAGE, PROT_READ)
`;

const TRACE = `# tracer: nop
           io_ft-2161    [001] ..... 37801.566246: sys_mmap(addr: 0, len: 0x10000, prot: 3, flags: 0x22, fd: 0xffffffff, off: 0)
           io_ft-2161    [001] ..... 37801.566252: ma_op: mas_split\tNode: 000000003851370e (0 18446744073709551615) range: 140372878233600-140372878299135
           io_ft-2161    [001] ..... 37801.566257: sys_mmap -> 0x7fab1b8b1000
           io_ft-2161    [001] d.... 37801.566257: page_fault_user: address=0x7fab1b8b1000 ip=0x40164f error_code=0x6
`;

describe('what is dropped or pasted', () => {
  it.each([
    ['a log', 'a.strace', 'brk(NULL) = 0x1000\nbrk(0x2000) = 0x2000\n', { calls: 2 }],
    ['maps', 'maps', MAPS, { vmas: 3, calls: 0 }],
    ['smaps', 'smaps.txt', SMAPS, { calls: 0 }],
    ['a strip', 'mail.txt', '0x10000000  AA.BB\nA rw-p\nB r--p\n', { calls: 2 }],
    ['a trace of ftrace', 'trace.txt', TRACE, { calls: 2 }],
    ['a scenario', 'a.mm', SCENARIO, { calls: 2 }],
  ])('is played: %s', async (_, name, text, expected) => {
    await withPage('', async (page) => {
      await drop(page, name, text);
      await expect.poll(() => shown(page), PATIENT).toMatchObject(expected);
      await drop(page, 'other.mm', 'brk(0)\n');
      await expect.poll(async () => (await shown(page)).calls, PATIENT).toBe(1);
      await paste(page, text);
      await expect.poll(() => shown(page), PATIENT).toMatchObject(expected);
    });
  });

  it('is refused by line and column where it is not what it seems to be', async () => {
    await withPage('', async (page) => {
      await drop(page, 'maps', `${MAPS}5590b0000000-5590b0001000 rw\n`);
      await expect
        .poll(() => page.getByRole('alert').innerText(), PATIENT)
        .toContain('maps:4:27: no line of /proc/PID/maps');
    });
  });
});

describe('a link', () => {
  it('carries a script of one’s own, the place in it and the machine, to whoever opens it or pastes it', async () => {
    let link = '';
    await withPage('', async (page) => {
      await drop(page, 'own.mm', SCENARIO);
      await expect.poll(async () => (await shown(page)).calls, PATIENT).toBe(2);
      await page.keyboard.press('k');
      await page.getByRole('combobox', { name: 'Kernel' }).selectOption('6.12');
      await page.getByRole('button', { name: 'Copy a link to this place' }).click();
      await page.getByRole('button', { name: 'Copied' }).waitFor();
      link = await page.evaluate(() => navigator.clipboard.readText());
      await page.waitForFunction(() => location.hash.includes('script='));
      await page.reload();
      await expect.poll(async () => (await shown(page)).calls, PATIENT).toBe(2);
    });
    expect(link).toMatch(/#file=own\.mm&call=0&kernel=6\.12&script=[\w-]+$/);
    await withPage(new URL(link).hash, async (page) => {
      expect((await shown(page)).calls).toBe(2);
      await expect.poll(() => page.title(), PATIENT).toContain('own.mm');
    });
    await withPage('', async (page) => {
      await paste(page, `https://elsewhere.example/mm/${new URL(link).hash}`);
      await expect.poll(async () => (await shown(page)).calls, PATIENT).toBe(2);
    });
  });
});

/** Chooses what the open palette offers. */
async function choose(page: Page, word: string): Promise<void> {
  await page.keyboard.type(word);
  await page.locator('mm-app-palette').getByRole('option', { selected: true }).getByText(word).waitFor();
  await page.keyboard.press('Enter');
}

/** Chooses a command in the palette, and gives the file that comes of it. */
async function exported(page: Page, ...words: string[]): Promise<{ name: string; text: string; bytes: Buffer }> {
  const download = page.waitForEvent('download');
  await page.keyboard.press('Control+k');
  for (const word of words) {
    await choose(page, word);
    if (word !== words.at(-1)) await page.getByRole('combobox', { name: word }).waitFor();
  }
  const file = await download;
  const bytes = await readFile(await file.path());
  return { name: file.suggestedFilename(), text: bytes.toString(), bytes };
}

describe('what is exported', () => {
  it('is the program in every form that the command line has', async () => {
    await withPage('', async (page) => {
      await drop(page, 'own.mm', SCENARIO);
      await expect.poll(async () => (await shown(page)).calls, PATIENT).toBe(2);
      const report = await exported(page, 'Export: This call as a report');
      expect(report.name).toBe('own.txt');
      expect(report.text).toContain('mprotect');
      expect(Math.max(...report.text.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(72);
      const picture = await exported(page, 'Export: The address space as a picture');
      expect(picture.text).toMatch(/^<svg[^]*<\/svg>\n$/);
      const strips = await exported(page, 'Export: The script with strips');
      expect(strips.text).toContain('0x10000000  BCBB');
      const markdown = await exported(page, 'Export: Markdown');
      expect([markdown.name, markdown.text]).toEqual(['own.md', expect.stringContaining('```mm\np = mmap(')]);
      const program = await exported(page, 'Export: A C program');
      expect(program.text).toContain('int main(');
      const trace = JSON.parse((await exported(page, 'Export: A trace for Perfetto')).text) as {
        traceEvents: unknown[];
      };
      expect(trace.traceEvents.length).toBeGreaterThan(20);
      const capture = await exported(page, 'Export: A capture');
      const { session } = await createPlayground().load(capture.text, { file: capture.name });
      session?.run();
      expect([capture.name, session?.mode, session?.divergences]).toEqual(['own.strace', 'predict', []]);
    });
  });

  it('is a picture of any view, as it stands', async () => {
    await withPage('', async (page) => {
      await drop(page, 'own.mm', SCENARIO);
      await expect.poll(async () => (await shown(page)).calls, PATIENT).toBe(2);
      const png = await exported(page, 'Export: A view as a picture', 'Address map: PNG');
      expect(png.bytes.subarray(1, 4).toString()).toBe('PNG');
      expect(png.bytes.readUInt32BE(16)).toBeGreaterThan(600);
      const svg = await exported(page, 'Export: A view as a picture', '/proc/PID/maps: SVG');
      expect(svg.text).toMatch(/^<svg[^]*10001000-10002000/);
      expect(svg.text).not.toMatch(/<script|onload|javascript:/);
    });
  });

  it('says why there is no such form', async () => {
    await withPage('', async (page) => {
      await drop(page, 'own.mm', '#@ race\n[a] brk(0)\n[b] brk(0)\n');
      await expect.poll(() => page.title(), PATIENT).toContain('own.mm');
      await page.keyboard.press('Control+k');
      await choose(page, 'Export: A capture');
      await expect.poll(() => page.getByRole('alert').innerText(), PATIENT).toContain('a race has many outcomes');
    });
  });
});
