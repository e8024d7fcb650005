import { expect, it } from 'vitest';
import * as errors from './errors.ts';

it('errors of another copy of this package are known, as those of a plugin that was bundled', async () => {
  const path = './errors.ts?another-copy';
  const copy = (await import(path)) as typeof errors;
  expect(copy.NotModelled).not.toBe(errors.NotModelled);
  expect(new copy.NotModelled('mbind')).toBeInstanceOf(errors.NotModelled);
  expect(new copy.KernelBug('map_count')).toBeInstanceOf(errors.KernelBug);
  expect(new copy.KernelBug('map_count')).not.toBeInstanceOf(errors.NotModelled);
  expect(new Error('no')).not.toBeInstanceOf(errors.KernelBug);
});
