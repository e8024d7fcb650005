import { join } from 'node:path';
import { packagesIn } from '@mm-playground/checks/workspace';
import { describe, expect, it } from 'vitest';
import { BUDGETS, bundledSize } from './size.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const budgeted = packagesIn('packages').filter(({ manifest }) => manifest.name in BUDGETS);

describe('size', () => {
  it('has a budget only for packages that exist', () => {
    expect(budgeted.map(({ manifest }) => manifest.name).toSorted()).toEqual(Object.keys(BUDGETS).toSorted());
  });

  it.each(budgeted)('of $path is within its budget', async ({ path, manifest }) => {
    const { names, kilobytes } = BUDGETS[manifest.name] ?? { names: [], kilobytes: 0 };
    const size = (await bundledSize(join(ROOT, path, 'dist', 'index.js'), names)) / 1000;
    expect(size).toBeLessThanOrEqual(kilobytes);
    // A bundle that is much too small has lost what it should have.
    expect(size).toBeGreaterThan(kilobytes / 2);
  });
});
