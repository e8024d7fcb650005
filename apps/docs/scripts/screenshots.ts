/** The picture of the front page in `docs/images`, from what `pnpm build` has built; the other argument is a folder for all widths and schemes. */

import { cpSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { newFolder, serveSite } from '../../../packages/embed/src/e2e/sites.ts';
import { ROOT } from './site-pages.ts';

const [, , everything] = process.argv;
const folder = newFolder();
cpSync(join(import.meta.dirname, '..', 'dist'), folder, { recursive: true });
const site = await serveSite(folder);

async function picture(path: string, file: string, width: number, colorScheme: 'light' | 'dark'): Promise<void> {
  const drawn = async (page: Page): Promise<void> => {
    await page.evaluate(() => document.fonts.ready);
    const map = page.locator('mm-playground mm-address-map canvas').first();
    if ((await page.locator('mm-playground').count()) > 0) await map.waitFor();
    // A canvas paints in a frame, and what it was told of its size comes in the one before.
    await page.evaluate(() => new Promise((painted) => setTimeout(painted, 500)));
    await page.screenshot({ path: file });
  };
  const problems = await site.visit(path, drawn, { colorScheme, viewport: { width, height: 900 } });
  if (problems.length > 0) throw new Error(problems.join('\n'));
}

if (everything === undefined) {
  await picture('', join(ROOT, 'docs', 'images', 'docs-site-1440-light.png'), 1440, 'light');
} else {
  for (const page of ['index', 'tour', 'stories', 'guides/kernel', 'reference/support', 'reference/elements'])
    for (const width of [400, 1440])
      for (const scheme of ['light', 'dark'] as const)
        await picture(
          `${page}.html`,
          join(everything, `${page.replace('/', '-')}-${width}-${scheme}.png`),
          width,
          scheme,
        );
}
await site.close();
