import { readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect, it } from 'vitest';
import type * as Declared from '../types/index.d.ts';
import * as captures from './index.ts';

const { CAPTURES, capturePath, readCapture } = captures;

it('lists every recorded file, and nothing else is there', () => {
  const listed = CAPTURES.map(({ name }) => capturePath(name).replace(/^.*\//, ''));
  expect(listed.toSorted()).toEqual(readdirSync(dirname(capturePath('ls'))).toSorted());
});

it('unpacks what is packed', () => {
  for (const { name } of CAPTURES) expect(readCapture(name)).toMatch(/^#@ system kernel=\d+\.\d+/);
});

it('declares to its users what it exports', () => {
  const declared: typeof Declared = captures;
  const back: typeof captures = declared;
  expect(Object.keys(back).toSorted()).toEqual(['CAPTURES', 'capturePath', 'readCapture', 'readCaptureBytes']);
});
