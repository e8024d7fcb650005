import { expect, it } from 'vitest';
import { frames } from '../testing/mount.ts';
import { inFrame } from './in-frame.ts';

it('tells what was thrown in a frame by an event of the element', async () => {
  const element = document.createElement('div');
  const errors: unknown[] = [];
  element.addEventListener('error', (event) => errors.push(event.error));
  const error = new RangeError('no such colour');
  inFrame(element, () => {
    throw error;
  });
  inFrame(element, () => undefined);
  await frames();
  expect(errors).toEqual([error]);
});
