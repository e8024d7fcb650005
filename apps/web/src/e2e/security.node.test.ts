/*
 * What somebody may send who means harm: links and files that look for a way to run code, or to hold the page. The page says why it
 * does not take them, and goes on.
 */
import { packText } from 'mm-playground';
import type { Page } from 'playwright';
import { describe, expect, it, vi } from 'vitest';
import { builtApp, drop } from './pages.ts';

vi.setConfig({ testTimeout: 60_000 });

const app = builtApp('security');

/** A page, and whether something was run in it that we did not ship, or broke. */
async function withPage(path: string, use: (page: Page) => Promise<void>): Promise<void> {
  const { page, problems } = await app.open(path);
  try {
    page.on('dialog', (dialog) => {
      void dialog.dismiss();
      throw new Error(`somebody opened a dialog: ${dialog.message()}`);
    });
    await use(page);
    expect(await page.evaluate(() => 'harmed' in globalThis)).toBe(false);
    expect(problems).toEqual([]);
  } finally {
    await page.context().close();
  }
}

const linkTo = async (text: string): Promise<string> => `#file=a.mm&script=${await packText(text)}`;
const alert = (page: Page): Promise<string> => page.getByRole('alert').innerText();

const callsShown = (page: Page): Promise<number> =>
  page.locator('mm-timeline').evaluate((timeline) => (timeline as unknown as { calls: unknown[] }).calls.length);

/** Whether the page answers: a frame is drawn soon. */
const answers = (page: Page): Promise<boolean> =>
  page.evaluate(() => new Promise<boolean>((done) => requestAnimationFrame(() => done(true))));

const HARM = '<img src=x onerror="globalThis.harmed=1"><script>globalThis.harmed=1</script>';

describe('what somebody sends who means harm', () => {
  it('is shown as text, wherever a file has words', async () => {
    const text = [
      `#@ title ${HARM}`,
      `#@ question ${HARM}`,
      '#@ explain',
      `#| ${HARM}`,
      `#| [click](javascript:globalThis.harmed=1) ![x](x" onerror="globalThis.harmed=1)`,
      `openat(AT_FDCWD, "${HARM.replaceAll('"', '\\"')}", O_RDONLY) = 3`,
      'mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE, 3, 0) = 0x7ffff7fbf000',
      `# ${HARM}`,
    ].join('\n');
    await withPage(await linkTo(text), async (page) => {
      await expect.poll(() => callsShown(page)).toBe(2);
      await page.locator('mm-app[data-editor]').waitFor();
      expect(await page.evaluate(() => document.querySelectorAll('img, script:not([src])').length)).toBe(0);
    });
  });

  it('has no way to make code of text: that is forbidden to the page itself', async () => {
    const { page } = await app.open();
    try {
      const refused = await page.evaluate(async () => {
        // What a debugger evaluates may do anything; what the page does later may not.
        await new Promise((later) => setTimeout(later));
        const attempts = [
          () => (document.body.innerHTML = '<b>x</b>'),
          () => Reflect.construct(Function, ['return 1']),
          () => document.body.append(Object.assign(document.createElement('script'), { src: 'data:,1' })),
        ];
        return attempts.map((attempt) => {
          try {
            attempt();
            return 'done';
          } catch (error) {
            return error instanceof Error ? error.name : 'refused';
          }
        });
      });
      expect(refused).toEqual(['TypeError', 'EvalError', 'TypeError']);
    } finally {
      await page.context().close();
    }
  });

  it.each(['#script=AAAA', '#script=!!', '#script=q1Yq&call=1', '#sample=../../etc/passwd'])(
    'leads nowhere where it is damaged: %s',
    async (hash) => {
      const { page } = await app.open(hash);
      await expect.poll(() => answers(page)).toBe(true);
      await page.context().close();
    },
  );

  it('is unpacked no further than the page can show', async () => {
    await withPage(await linkTo('brk(0)\n'.repeat(6_000_000)), async (page) => {
      await expect.poll(() => alert(page)).toContain('the text in the link has more than 4194304 characters');
    });
  });

  it('is refused with its reason where it has too many lines', async () => {
    await withPage('', async (page) => {
      await drop(page, 'many.strace', 'brk(0) = 0\n'.repeat(5_000_000));
      await expect.poll(() => alert(page), { timeout: 20_000 }).toContain('5,000,001 lines, more than 400,000');
      expect(await answers(page)).toBe(true);
    });
  });

  it('is refused with its reason where a line is too long, or nested too deeply', async () => {
    await withPage('', async (page) => {
      await drop(page, 'long.mm', `brk(${'1+'.repeat(2_000_000)}1)\n`);
      await expect.poll(() => alert(page), { timeout: 20_000 }).toContain('line 1 has more than 1,048,576 characters');
      await page.locator('mm-app[data-editor]').waitFor();
      await drop(page, 'deep.mm', `brk(${'('.repeat(100_000)}\n`);
      await expect.poll(() => page.getByRole('list', { name: 'Problems' }).innerText()).toContain('nested too deeply');
    });
  });

  it('stops where one call comes to more steps than the page keeps', async () => {
    const text =
      '#@ system thp=never mem_total_kb=67108864\nmmap(NULL, 8*G, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_POPULATE, -1, 0)\n';
    await withPage(await linkTo(text), async (page) => {
      await expect.poll(() => alert(page), { timeout: 30_000 }).toContain('more than 1000000 steps');
      expect(await answers(page)).toBe(true);
    });
  });

  it('is played without holding the page where it is long', async () => {
    const lines = Array.from({ length: 30_000 }, (_, at) => `7 brk(${at % 2 === 0 ? 'NULL' : '0x1000'}) = 0x1000\n`);
    await withPage('', async (page) => {
      await drop(page, 'long.strace', lines.join(''));
      const waits: number[] = [];
      for (let turn = 0; turn < 20; turn++) {
        const began = performance.now();
        await answers(page);
        waits.push(performance.now() - began);
      }
      await expect.poll(() => callsShown(page), { timeout: 40_000 }).toBe(30_000);
      expect(Math.max(...waits)).toBeLessThan(5000);
    });
  });
});
