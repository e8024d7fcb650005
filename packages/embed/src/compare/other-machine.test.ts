import { expect, it } from 'vitest';
import { otherMachine, wordOfMachine } from './other-machine.ts';

it.each([
  ['kernel:6.10', { kind: 'kernel', id: '6.10' }],
  ['riscv64', { kind: 'arch', id: 'riscv64' }],
  ['arm64:granule=64,va=52', { kind: 'arch', id: 'arm64:granule=64,va=52' }],
  ['index:sorted-array', { kind: 'index', id: 'sorted-array' }],
])('%s is one part of a machine, and back', (word, machine) => {
  expect(otherMachine(word)).toEqual(machine);
  expect(wordOfMachine(otherMachine(word))).toBe(word);
});
