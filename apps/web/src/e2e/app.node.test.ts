/*
 * The built app in a real browser, under the policy that it ships with. What the page shows is compared with what the
 * playground says in this process.
 */
import { formatMapsRow } from '@mm-playground/api';
import { readCapture, type CaptureName } from '@mm-playground/captures';
import { createPlayground, type Session } from 'mm-playground';
import type { Page } from 'playwright';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { axeProblems, builtApp, drop, placeOf, withPage } from './pages.ts';

const START_MS = 60_000;

vi.setConfig({ testTimeout: 30_000 });

/** For what a busy machine may take a while to show. */
const PATIENT = { timeout: 10_000 };

const app = builtApp('app');
let session: Session;

beforeAll(async () => {
  session = await playedByLibrary('python-json');
}, START_MS);

/** A recorded program as the library plays it. */
async function playedByLibrary(name: CaptureName): Promise<Session> {
  const { session: played } = await createPlayground().load(readCapture(name), { file: `${name}.strace` });
  if (played === undefined) throw new Error(`${name} cannot be played`);
  played.run();
  return played;
}

/** The numbers of the header. */
const numbersOf = async (page: Page): Promise<number[]> => {
  const text = await page.getByRole('group', { name: 'Result' }).innerText();
  return [...text.matchAll(/\d+/g)].map(([digits]) => Number(digits));
};

/** Of how many calls is said where not all of them were compared. */
const numbersFor = ({ calls, compared, divergences, inferences }: Session): number[] => [
  compared.calls,
  ...(compared.calls < calls.length ? [calls.length] : []),
  compared.checkpoints,
  divergences.length,
  inferences.length,
];

/** The rows that the maps table has drawn (its window of them), removed ones left out: address, perms, offset, name. */
const drawnMaps = (page: Page): Promise<string[]> =>
  page
    .locator('mm-maps-table')
    .evaluate((table) =>
      [...(table.shadowRoot?.querySelectorAll('tr.row:not(.removed)') ?? [])].map((row) =>
        ['address', 'perms', 'offset', 'name']
          .map((column) => row.querySelector(`.${column}`)?.textContent?.trim())
          .join(' '),
      ),
    );

/** The same of the library's own maps, as the kernel prints them. */
function modelMaps(call: number): string[] {
  session.seek({ call });
  return session
    .view()
    .maps()
    .map((row) => {
      const [address = '', perms = '', offset = '', , , ...name] = formatMapsRow(row).trim().split(/ +/);
      return [address, perms, offset, name.join(' ')].join(' ');
    });
}

/** The table draws the rows of its window only: they are a run of the library's rows, from the first or to the last. */
async function expectMapsOf(page: Page, call: number, where: 'first' | 'last' = 'first'): Promise<void> {
  const model = modelMaps(call);
  const fits = (drawn: readonly string[]): boolean => {
    const from = where === 'first' ? 0 : model.length - drawn.length;
    return drawn.length > FEW_ROWS && drawn.every((row, at) => row === model[from + at]);
  };
  await expect.poll(() => drawnMaps(page).then(fits), { ...PATIENT, message: `the maps at call ${call}` }).toBe(true);
}

/** Fewer rows than this would not be a table. */
const FEW_ROWS = 8;

/** What the viewers in view were told is selected. */
const selections = (page: Page): Promise<unknown[]> =>
  page.evaluate(() =>
    ['mm-address-map', 'mm-maps-table', 'mm-maple-tree', 'mm-physical', 'mm-page-table'].flatMap((tag) => {
      const element = document.querySelector('mm-app')?.shadowRoot?.querySelector(tag) ?? null;
      const isShown = element?.checkVisibility() === true;
      return isShown ? [(element as unknown as { selection: unknown }).selection] : [];
    }),
  );

/** The colour near the corner of each canvas: what it is painted on. */
const cornersOf = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    ['mm-address-map', 'mm-timeline', 'mm-page-table'].map((tag) => {
      const element = document.querySelector('mm-app')?.shadowRoot?.querySelector(tag);
      const canvas = element?.shadowRoot?.querySelector('canvas');
      return String(canvas?.getContext('2d')?.getImageData(2, 2, 1, 1).data);
    }),
  );

describe('the app', () => {
  it('starts with python-json, played to where there is most to see', async () => {
    await withPage(app, '', async (page) => {
      await page.getByRole('button', { name: /python-json\.strace/ }).waitFor();
      expect(await numbersOf(page)).toEqual(numbersFor(session));
      const { call } = await placeOf(page);
      expect(call).toBe(session.calls.length - 2);
      await expectMapsOf(page, call);
      await page.getByRole('grid', { name: '/proc/PID/maps' }).evaluate((grid) => grid.scrollTo(0, grid.scrollHeight));
      await expectMapsOf(page, call, 'last');
    });
  });

  it('shows the map at ten calls as the library has it', async () => {
    await withPage(app, '#call=0', async (page) => {
      const stride = Math.floor((session.calls.length - 2) / 10);
      for (let at = 1; at <= 10; at++) {
        const call = at * stride;
        await page.evaluate((hash) => (location.hash = hash), `#sample=python-json&call=${call}`);
        await expect.poll(() => placeOf(page).then((place) => place.call), PATIENT).toBe(call);
        await expectMapsOf(page, call);
      }
      await page.keyboard.press('j');
      await expectMapsOf(page, 10 * stride + 1);
    });
  });

  it('keeps the place when the architecture changes, and rebuilds the tables', async () => {
    await withPage(app, '#call=40', async (page) => {
      const archOf = (): Promise<string> =>
        page
          .locator('mm-page-table')
          .evaluate((tables) => (tables as unknown as { view: { arch: { id: string } } }).view.arch.id);
      expect(await archOf()).toBe('x86-64');
      await page.getByLabel('Architecture').selectOption('arm64');
      await expect.poll(archOf, PATIENT).toBe('arm64');
      expect((await placeOf(page)).call).toBe(40);
      await expect.poll(() => page.evaluate(() => location.hash), PATIENT).toContain('arch=arm64');
      await page.reload();
      await page.locator('mm-app[data-editor]').waitFor();
      expect(await page.getByLabel('Architecture').inputValue()).toBe('arm64');
      expect((await placeOf(page)).call).toBe(40);
    });
  });

  it('says so when a machine does not go with the file, and goes back', async () => {
    await withPage(app, '#call=40&arch=arm64:granule=16', async (page) => {
      await page.getByRole('alert').getByText('This machine cannot play the file').waitFor();
      await page.getByRole('button', { name: 'As in the file' }).click();
      await page.getByRole('alert').getByText('This machine').waitFor({ state: 'detached' });
      expect((await placeOf(page)).call).toBe(40);
    });
  });

  it('selects in all viewers what is selected in one', async () => {
    await withPage(app, '', async (page) => {
      await page.getByRole('row', { name: '[heap]' }).click();
      const [first, ...others] = await selections(page);
      expect(first).toMatchObject({ kind: 'vma' });
      for (const other of others) expect(other).toEqual(first);
      await page.locator('mm-pte').first().waitFor();
      await page.keyboard.press('Escape');
      expect(await selections(page)).toEqual([null, null, null]);
    });
  });

  it('shows the tree under the VMAs, with the last store of the call, and selects from it', async () => {
    await withPage(app, '#call=10', async (page) => {
      await page.keyboard.press('m');
      const tree = page.locator('mm-maple-tree');
      await expect.poll(() => tree.locator('.summary').textContent()).toMatch(/^height \d · \d+ nodes · \d+ entries/);
      await expect.poll(() => tree.locator('.kind').textContent()).toMatch(/^\w+ (of NULL )?over [\da-f]+-[\da-f]+$/);
      await tree.getByRole('textbox').fill('0x555555555000');
      await tree.getByRole('textbox').press('Enter');
      const [first, ...others] = await selections(page);
      expect(first).toMatchObject({ kind: 'vma', start: 0x5_5555_5555 });
      for (const other of others) expect(other).toEqual(first);
      await page.getByRole('tab', { name: 'Maple tree' }).focus();
      await page.keyboard.press('ArrowLeft');
      await page.locator('mm-maps-table').waitFor();
      expect(await page.evaluate(() => document.querySelector('mm-app')?.shadowRoot?.activeElement?.id)).toBe(
        'tab-maps',
      );
    });
  });

  it('shows the frame of the selected page, who owns it and how it is found from there', async () => {
    await withPage(app, '#call=60', async (page) => {
      await page.keyboard.press('m');
      await page.keyboard.press('m');
      await page.locator('mm-physical .frame').waitFor();
      const [frame = ''] = /0x[\da-f]+/.exec(await page.locator('mm-physical .frame .name').innerText()) ?? [];
      await page.locator('mm-rmap .walk').getByText(`frame ${frame}`).waitFor();
      await page.getByRole('listbox', { name: 'Frames in use' }).press('End');
      const [first, ...others] = await selections(page);
      expect(first).not.toBeNull();
      for (const other of others) expect(other).toEqual(first);
    });
  });

  it('plays two architectures beside each other, with one cursor, and keeps that in the link', async () => {
    const { session: other } = await createPlayground({ arch: 'arm64' }).load(readCapture('python-json'), {
      file: 'python-json.strace',
    });
    other?.run();
    await withPage(app, '#call=40&compare=arm64', async (page) => {
      const compare = page.locator('mm-app-compare');
      const costs = async (): Promise<string[]> => {
        const row = compare.getByRole('row', { name: 'bytes of page tables' }).getByRole('cell');
        return (await row.allInnerTexts()).map((text) => text.trim());
      };
      const bytes = (played: Session | undefined, call: number): string => {
        played?.seek({ call });
        return `${(played?.view().cost.tableBytes ?? 0) / 1024} KiB`;
      };
      await expect.poll(costs, PATIENT).toEqual([bytes(session, 40), bytes(other, 40)]);
      await compare.getByText('calls answer').first().waitFor();
      const archs = compare
        .locator('mm-page-table')
        .evaluateAll((tables) =>
          tables.map((table) => (table as unknown as { view: { arch: { id: string } } }).view.arch.id),
        );
      expect(await archs).toEqual(['x86-64', 'arm64']);
      await page.keyboard.press('g');
      await expect.poll(costs, PATIENT).toEqual([bytes(session, -1), bytes(other, -1)]);
      await compare.getByRole('combobox').selectOption('riscv64');
      await compare.getByRole('columnheader', { name: 'riscv64' }).first().waitFor();
      await expect.poll(() => page.evaluate(() => location.hash), PATIENT).toContain('compare=riscv64');
    });
  });

  it('says why a program cannot be played on the other architecture', async () => {
    await withPage(app, '#compare=arm64:granule=64', async (page) => {
      const status = page.locator('mm-app-compare').getByRole('status');
      await expect
        .poll(() => status.innerText(), PATIENT)
        .toContain('It cannot be played there: this recording has smaller pages');
    });
  });

  it('says where a mistake is, keeps the last picture, and plays again when it is gone', async () => {
    await withPage(app, '#call=10', async (page) => {
      await page.locator('.cm-content').click();
      await page.keyboard.press('Control+Home');
      const { call } = await placeOf(page);
      await page.keyboard.insertText('mmap(NULL, 4096\n');
      await page.getByRole('list', { name: 'Problems' }).getByText('1:').waitFor();
      await page.locator('.cm-under-error, .cm-error').first().waitFor();
      expect((await placeOf(page)).call).toBe(call);
      await page.keyboard.press('Control+z');
      await page.getByRole('list', { name: 'Problems' }).waitFor({ state: 'hidden' });
      expect((await placeOf(page)).call).toBe(call);
    });
  });

  it('takes a dropped file, and stops loudly at what it does not have', async () => {
    await withPage(app, '', async (page) => {
      const text =
        'p = mmap(NULL, 8192, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0)\nprocess_mrelease(9, 0)\nmunmap(p, 4096)\n';
      await drop(page, 'dropped.mm', text);
      await page.getByRole('button', { name: /dropped\.mm/ }).waitFor();
      await page.getByRole('alert').getByText('Stopped at line 2').waitFor();
      expect((await placeOf(page)).call).toBe(1);
      await page.getByRole('button', { name: 'Skip and go on' }).click();
      await page.getByRole('button', { name: '1 skipped' }).waitFor();
      await page.getByRole('alert').getByText('Stopped').waitFor({ state: 'detached' });
    });
  });

  it('opens a file of its own origin, and no other', async () => {
    await withPage(app, '?file=/samples/ls.strace.gz#call=3', async (page) => {
      await page.getByRole('button', { name: /ls\.strace/ }).waitFor();
      expect((await placeOf(page)).call).toBe(3);
      expect(await page.title()).toBe('ls.strace · mm-playground');
    });
    const { page } = await app.open('?file=https://example.org/x.strace');
    await page.getByRole('alert').getByText('https://example.org/x.strace: only files beside this page').waitFor();
    await page.context().close();
  });

  it('says so when the file of a link is not there', async () => {
    const { page } = await app.open('?file=/nothing%25zz.strace');
    expect(await page.getByRole('alert').innerText()).toContain('/nothing%zz.strace: the server answered 404');
    await page.context().close();
  });

  it.each(['', '\n\nmmap(NULL\n\n'])('says what is wrong with %j, which has nothing to underline', async (text) => {
    await withPage(app, '', async (page) => {
      await drop(page, 'dropped.mm', text);
      const problems = page.getByRole('list', { name: 'Problems' });
      await problems.waitFor();
      expect(await problems.innerText()).toMatch(/^\d+:\d+/);
    });
  });

  it.each(['ls', 'git-version', 'cc1', 'node-threads'] as const)('plays %s as the library does', async (sample) => {
    await withPage(app, `#sample=${sample}`, async (page) => {
      await page.getByRole('button', { name: new RegExp(`${sample}\\.strace`) }).waitFor();
      expect(await numbersOf(page)).toEqual(numbersFor(await playedByLibrary(sample)));
    });
  });

  it('is worked by keyboard', async () => {
    await withPage(app, '#call=20', async (page) => {
      await page.keyboard.press('k');
      expect((await placeOf(page)).call).toBe(19);
      await page.keyboard.press('g');
      expect(await placeOf(page)).toEqual({ call: -1, step: -1 });
      await page.keyboard.press('?');
      await page.getByRole('dialog', { name: 'Keyboard' }).waitFor();
      await page.keyboard.press('j');
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'hidden' });
      expect(await placeOf(page)).toEqual({ call: -1, step: -1 });
    });
  });

  it('follows the theme that is chosen', async () => {
    await withPage(app, '', async (page) => {
      const scheme = (): Promise<string> => page.evaluate(() => getComputedStyle(document.documentElement).colorScheme);
      expect(await scheme()).toBe('light dark');
      await page.keyboard.press('t');
      expect(await scheme()).toBe('light');
      const light = await cornersOf(page);
      await page.keyboard.press('t');
      expect(await scheme()).toBe('dark');
      const repainted = (): Promise<boolean> =>
        cornersOf(page).then((corners) => corners.every((colour, at) => colour !== light[at]));
      await expect.poll(repainted, PATIENT).toBe(true);
      await page.reload();
      await page.locator('mm-app[data-editor]').waitFor();
      expect(await scheme()).toBe('dark');
    });
  });

  it.each([400, 1440, 3440])('has no sideways overflow at %d pixels', async (width) => {
    await withPage(
      app,
      '',
      async (page) => {
        for (const pane of width < 1024 ? ['Program', 'Map', 'Tables', 'Steps'] : []) {
          await page.getByRole('navigation', { name: 'Panes' }).getByRole('button', { name: pane }).click();
          expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
        }
        const wide = await page.evaluate(
          () =>
            [...(document.querySelector('mm-app')?.shadowRoot?.querySelectorAll('.panel:not([hidden])') ?? [])].filter(
              (panel) => panel.scrollWidth > panel.clientWidth + 1,
            ).length,
        );
        expect(wide).toBe(0);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      },
      { viewport: { width, height: 900 } },
    );
  });

  it.each([
    ['light', []],
    ['dark', ['e', 's', 'm']],
    ['light', ['m', 'm']],
    ['dark', ['m', 'm', 'm']],
  ] as const)('has no accessibility problem that axe finds (%s, tabs turned by %j)', async (scheme, keys) => {
    await withPage(app, '#call=60', async (page) => {
      await page.emulateMedia({ colorScheme: scheme });
      for (const key of keys) await page.keyboard.press(key);
      expect(await axeProblems(page)).toEqual([]);
    });
  });
});
