import { readCapture } from '@mm-playground/captures';
import { describe, expect, it } from 'vitest';
import { loadProgram } from './index.ts';

const warnings = (text: string): string[] =>
  loadProgram(text, { file: 'x' }).diagnostics.map(({ span, message }) => `${span.line}: ${message}`);

const call = 'brk(NULL) = 0x1000\n';
const maps = '#@ maps\n#| 00400000-00401000 r--p 00000000 00:00 0 \n';
const smaps = (end: string): string =>
  `#@ smaps\n#| 00400000-${end} r--p 00000000 00:00 0 \n#| Size:                  4 kB\n#| VmFlags: rd mr mw me \n`;

describe('a recording that contradicts itself', () => {
  it('is warned of where maps and smaps of one moment differ', () => {
    expect(warnings(call + maps + smaps('00402000'))).toEqual([
      '2: this recording contradicts itself: the smaps of line 4, of the same moment, have 1 mapping more and lack 1 mapping of these',
    ]);
  });

  it('is not seen where they agree', () => {
    expect(warnings(call + maps + smaps('00401000'))).toEqual([]);
  });

  it('is not seen across a call', () => {
    expect(warnings(call + maps + call + smaps('00402000'))).toEqual([]);
  });

  it('is what the recording of ls does', () => {
    const { diagnostics } = loadProgram(readCapture('ls'), { file: 'ls' });
    expect(diagnostics.map(({ message }) => message)).toEqual([
      'this recording contradicts itself: the smaps of line 465, of the same moment, have 13 mappings more',
    ]);
  });
});
