import { readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect, it } from 'vitest';
import { CAPTURES, capturePath, readCapture } from './index.ts';

it('lists every recorded file, and nothing else is there', () => {
  const listed = CAPTURES.map(({ name }) => capturePath(name).replace(/^.*\//, ''));
  expect(listed.toSorted()).toEqual(readdirSync(dirname(capturePath('ls'))).toSorted());
});

it('unpacks what is packed', () => {
  for (const { name } of CAPTURES) expect(readCapture(name)).toMatch(/^#@ system kernel=\d+\.\d+/);
});
