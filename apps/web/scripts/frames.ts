/*
 * How smoothly the app moves with as many VMAs as a process may own: the map and the maple tree are panned and zoomed by keys for
 * some seconds in the built app, and the time between two frames is printed. It reports and judges nothing.
 *
 *     node --conditions=@mm-playground/source scripts/frames.ts [VMAS]
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { argv } from 'node:process';
import type { Page } from 'playwright';
import { BUILT, startBuiltApp } from './built-app.ts';
import { manyVmas } from './many-vmas.ts';

const MOST_VMAS = 65_530;
const FILE = 'many-vmas.strace';
/** One key a frame: out to everything, in to the words, along, and out again. */
const JOURNEY = ['0', ...'+'.repeat(14), ...Array.from({ length: 60 }, () => 'Shift+ArrowRight'), ...'-'.repeat(14)];

/** Milliseconds between frames while the keys of a journey go to an element, one each frame. */
async function framesOf(page: Page, element: string): Promise<readonly number[]> {
  const stage = page.locator(`${element} [part=stage]`);
  await stage.focus();
  return await stage.evaluate(async (target, keys) => {
    const times: number[] = [];
    let before = performance.now();
    for (const name of keys) {
      const [key = '', shift] = name.split('+').reverse();
      const isPlus = name === '+';
      target.dispatchEvent(
        new KeyboardEvent('keydown', { key: isPlus ? '+' : key, shiftKey: shift === 'Shift', bubbles: true }),
      );
      await new Promise(requestAnimationFrame);
      const now = performance.now();
      times.push(now - before);
      before = now;
    }
    return times;
  }, JOURNEY);
}

function report(element: string, times: readonly number[]): void {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number): string => (sorted[Math.floor((sorted.length - 1) * share)] ?? 0).toFixed(1);
  console.log(
    `${element}: ${times.length} frames, median ${at(0.5)} ms, 95 % within ${at(0.95)} ms, longest ${at(1)} ms`,
  );
}

const app = await startBuiltApp();
try {
  const count = Number(argv[2] ?? MOST_VMAS);
  await writeFile(join(BUILT, FILE), manyVmas(count));
  const { page, problems } = await app.open(`?file=${FILE}`);
  for (const problem of problems) console.error(problem);
  console.log(`${count} VMAs, 1440x900, ${app.browser.version()}`);
  report('mm-address-map', await framesOf(page, 'mm-address-map'));
  await page.keyboard.press('m');
  await page.locator('mm-maple-tree canvas').waitFor();
  report('mm-maple-tree', await framesOf(page, 'mm-maple-tree'));
} finally {
  await app.close();
}
