import { CAPTURES, readCapture, type Capture, type CaptureName } from '@mm-playground/captures';
import { playModeOf } from '@mm-playground/api';
import { expect, it } from 'vitest';
import { loadProgram } from './load.ts';

/** Of the stories, four are programs; the others are scripts, as the random captures are. */
const isProgram = (name: CaptureName, kind: Capture['kind']): boolean =>
  kind === 'program' || /^story-(cat|exec|malloc|threads)$/.test(name);

it.each(CAPTURES)('$name compiles without any error', ({ name, kind }) => {
  const { program, diagnostics } = loadProgram(readCapture(name), { file: name });
  const contradictory = name === 'ls' ? [expect.stringContaining('contradicts itself')] : [];
  expect(diagnostics.map(({ message }) => message)).toEqual(contradictory);
  expect(program && playModeOf(program)).toBe('predict');
  expect(program?.leadingExec?.name).toBe(isProgram(name, kind) ? 'execve' : undefined);
});

it('counts calls as the format does: an unfinished call and its resumption are one', () => {
  const { program } = loadProgram(readCapture('node-threads'));
  const calls = program?.items.filter((item) => item.kind === 'call') ?? [];
  expect(calls).toHaveLength(355);
  expect(calls.filter((call) => call.returnLine > call.span.line)).toHaveLength(30);
});

it('knows the line of each field of smaps', () => {
  const text = readCapture('ls');
  const { program } = loadProgram(text, { file: 'ls' });
  const [row] = program?.initial?.smaps ?? [];
  const lines = text.split('\n');
  expect(Object.keys(row?.lines ?? {})).toContain('VmFlags');
  for (const [name, line] of Object.entries(row?.lines ?? {})) expect(lines[line - 1]).toMatch(`#| ${name}:`);
});
