import { formatDiagnostic } from '@mm-playground/api';
import { expect, it } from 'vitest';
import { loadProgram } from './load.ts';

/** What is said about a text, as `LINE:COLUMN: message`. */
const said = (text: string): string[] =>
  loadProgram(text, { file: 'f' }).diagnostics.map((d) => formatDiagnostic(d).replace('f:', ''));

/** A capture that is fine but for `lines`. */
const around = (...lines: string[]): string => [...lines, 'brk(NULL) = 0x1000', ''].join('\n');

it.each([
  ['mmap(NULL, 40', '1:14: the file is cut off here: `mmap(` is not closed: expected `,` or `)`'],
  ['brk(NULL) = ', '1:13: the file is cut off here: expected a result after `=`'],
  ['brk(NULL) = 0\nbrk(0', '2:6: the file is cut off here: `brk(` is not closed: expected `,` or `)`'],
  ['brk(NULL) = 0\nbrk(0)', '2:1: the file is cut off here: `brk` has no result, and all calls before have one'],
  ['brk(0) = -1 ENOMEM (Cannot', '1:20: the file is cut off here: `(` is not closed'],
  ['brk(0) = -1 ENOM', '1:13: unknown error `ENOM`: did you mean `ENOMEM`? (the file ends here)'],
  ['brk(0) = 0\n#@ maps', '2:4: the file is cut off here: `#@ maps` has no rows'],
  ['brk(0) = 0\n#@ maps\n#| 7ffff7', '3:4: no line of /proc/PID/maps: expected an address range (the file ends here)'],
  [
    'brk(0) = 0\n#@ smaps\n#| 1000-2000 rw-p 00000000 00:00 0 \n#| Size:   4 kB\n',
    '3:4: the file is cut off here: this entry has no `VmFlags:` line',
  ],
  ['brk(0) = 0\n#', '2:1: the file is cut off here: `#`'],
  ['brk(0) = 0\n#@ maps\n#| 1000-2000 rw-p 00000000 00:00 0     ', '3:4: the file is cut off here: half a row'],
  ['brk(0) = 0\n#@ maps\n#| 1000-2000 rw-p 00000000 fe:00 12', '3:4: the file is cut off here: half a row'],
  [
    'brk(0) = 0\n#@ smaps\n#| 1000-2000 rw-p 00000000 00:00 0 \n#| VmFlags: rd wr',
    '4:4: the file is cut off here: half a row',
  ],
])('says where a file is cut off: %j', (text, message) => {
  expect(said(text)).toEqual([message]);
});

it.each([
  ['foo bar', '1:5: expected `(` after `foo`, found `bar`'],
  ['mmap NULL', '1:6: expected `(` after `mmap`, found `NULL`'],
  ['mmap(NULL 4096)', '1:11: expected `,` or `)`, found `4096`'],
  ['mmap(NULL,, 4096)', '1:11: expected a value, found `,`'],
  ['mmap(NULL, 4096,)', '1:18: expected an argument after `,`, found `)`'],
  ['mmap(NULL, (1 + 2)', '1:19: `mmap(` is not closed: expected `,` or `)`'],
  ['mmap(NULL, (1 + 2 3)', '1:19: expected `)`, found `3`'],
  ['mmap({a=1 b=2, c})', '1:14: expected `,` or `}`, found `,`'],
  ['brk(12ab)', '1:5: expected a value, found `12ab`, which is no number'],
  ['brk(1 ? 2)', '1:7: expected `,` or `)`, found `?`'],
  ['read(3, "abc)', '1:9: expected a value, found a string that is not closed'],
  ['read(3, 1 /* abc)', '1:11: expected `,` or `)`, found a comment that is not closed'],
  ['mmap(NULL, 1, 1, 2, 3</a, 0)', '1:22: `<` is not closed'],
  ['brk(0) = 1 garbage', '1:12: expected the end of the line after the result, found `garbage`'],
  ['brk(0) == 1', '1:8: expected `=` or the end of the line, found `==`'],
  ['brk(0) = 1x', '1:10: expected a result after `=`'],
  ['brk(0)) = 1', '1:7: expected `=` or the end of the line, found `)`'],
  ['brk(0 = 1', '1:7: expected `,` or `)`, found `=`'],
  ['p == mmap(0)', '1:3: expected `=`, found `==`'],
  ['= 3', '1:1: expected a call, found `=`'],
  ['[my reader] brk(0)', '1:1: expected a call, found `[`'],
  ['<... mmap', '1:1: expected `<... CALL resumed>`'],
  ['<... clone3 resumed> =>) = 1', '1:26: expected a value after `=>`'],
  ['#@', '1:3: expected the name of a directive after `#@`'],
  ['#| 1000', '1:1: `#|` belongs to no directive: it follows neither `#@ NAME` nor its body'],
  [`brk(${'('.repeat(30)}`, '1:30: nested too deeply'],
  [`brk(${'1+'.repeat(100)}1)`, '1:200: the expression is too long'],
])('says what the grammar expected: %s', (line, message) => {
  expect(said(`${line}\nbrk(NULL)\n`)).toEqual([message]);
});

it.each([
  ['mprotect(0, 1, PROT_REED)', '1:16: unknown constant `PROT_REED`: did you mean `PROT_READ`?'],
  ['mmap(0, 1, 1, MAP_PRIVAT|0x10)', '1:15: unknown constant `MAP_PRIVAT`: did you mean `MAP_PRIVATE`?'],
  ['brk(PAG)', '1:5: unknown constant `PAG`: did you mean `PAGE`?'],
  ['brk(q)', '1:5: `q` is not bound: no line before has `q = call(...)`'],
  ['brk(1<<64)', '1:8: shift by 64'],
  ['brk(5 % (1-1))', '1:9: division by zero'],
  ['brk(18446744073709551616)', '1:5: `18446744073709551616` does not fit into 64 bits'],
  ['brk("x" + 1)', '1:9: `+` needs numbers'],
  ['brk(~[1])', '1:5: `~` needs a number'],
  ['brk(&x)', '1:6: `x` is not bound: no line before has `x = call(...)`'],
  ['brk(makedev(1, 2))', '1:5: `makedev(...)` has no value here'],
  ['brk(1 && 2)', '1:7: `&&` is not supported'],
  ['PAGE = brk(0)', '1:1: `PAGE` is a constant and cannot be bound'],
  ['mumap(0, 1)', '1:1: no model reads `mumap`: did you mean `munmap`?'],
  ['brk(0) = -1 ENOMEN', '1:13: unknown error `ENOMEN`: did you mean `ENOMEM`?'],
  ['brk(0) = 99999999999999999999', '1:10: `99999999999999999999` does not fit into 64 bits'],
  ['load(1) = ? SIGSEGV {si_code=1}', '1:21: expected `{si_code=CODE, si_addr=ADDRESS}`'],
])('says what an argument cannot be: %s', (line, message) => {
  expect(said(`${line}\n`)).toEqual([message]);
});

it.each([
  ['#@ mpas', '1:4: unknown directive `#@ mpas`: did you mean `maps`?'],
  ['#@ system kernal=6.1', '1:11: unknown key `kernal` of `#@ system`: did you mean `kernel`?'],
  ['#@ system 6.1', '1:11: expected `key=value`, found `6.1`'],
  ['#@ system arch=a arch=b', '1:18: `arch` stands twice'],
  ['#@ system page_size=5000', '1:21: no page size: expected a power of two from 4096 to 65536'],
  ['#@ system thp=alway', '1:15: expected one of always madvise never, found `alway`: did you mean `always`?'],
  ['#@ system max_map_count=-1', '1:25: expected a whole number, found `-1`'],
  ['#@ system caps=some', '1:16: expected `all` or the CapEff word, found `some`'],
  ['#@ limits stack=8X', '1:17: expected a number, found `8X`'],
  ['#@ layout brk=x', '1:15: expected a number, found `x`'],
  ['#@ accesses 1-2', '1:13: expected `#@ accesses complete FROM-TO`'],
  ['#@ accesses complete 1', '1:22: expected a range like `0x10000000-0x20000000`, found `1`'],
  ['#@ accesses complete 2-1', '1:22: the range ends before it begins'],
  ['#@ expect 6.10 x hold', '1:18: expected one of holds violated, found `hold`: did you mean `holds`?'],
  ['#@ expect 6.10 holds', '1:4: expected `#@ expect KERNEL PROPERTY holds|violated`'],
  ['#@ fail step 0', '1:14: visits are counted from 1'],
  ['#@ schedule reader', '1:13: expected `#@ schedule NAME:STEP ...`'],
  ['#@ driver 3', '1:4: expected `#@ driver FD KIND`'],
  ['#@ title', '1:4: `#@ title` says nothing'],
  ['#@ race now', '1:9: expected the end of the line'],
  ['#@ pagemap 0x1000', '1:4: expected `#@ pagemap ADDR COUNT`'],
  ['#@ maps', '1:4: `#@ maps` has no rows'],
])('says what a directive expected: %s', (line, message) => {
  expect(said(around(line))).toEqual([message]);
});

it.each([
  [['#@ system', '#| x'], '2:4: `#@ system` has no body'],
  [['#@ maps', '#| 1000-2000 rwxx 0 00:00 0'], '2:14: no line of /proc/PID/maps: expected permissions like `rw-p`'],
  [['#@ maps', '#| 1000-2000 rw-p 0 zz:00 0'], '2:21: no line of /proc/PID/maps: expected a device like `fe:00`'],
  [['#@ maps', '#| 2000-1000 rw-p 0 00:00 0'], '2:4: the range ends before it begins'],
  [
    ['#@ maps', '#| 2000-3000 rw-p 0 00:00 0', '#| 1000-2000 rw-p 0 00:00 0'],
    '3:4: 1000 lies below the range before it: rows ascend',
  ],
  [
    ['#@ maps', '#| 1000-3000 rw-p 0 00:00 0', '#| 2000-4000 rw-p 0 00:00 0'],
    '3:4: 2000 overlaps the range before it: rows ascend',
  ],
  [['#@ smaps', '#| Size: 4 kB'], '2:4: expected a line of /proc/PID/maps: it begins an entry'],
  [
    ['#@ smaps', '#| 1000-2000 rw-p 0 00:00 0', '#| Anonymos:  4 kB', '#| VmFlags: rd'],
    '3:4: unknown field `Anonymos`: did you mean `Anonymous`?',
  ],
  [['#@ smaps', '#| 1000-2000 rw-p 0 00:00 0', '#| Size: 4', '#| VmFlags: rd'], '3:4: `Size:` needs a number of kB'],
  [
    ['#@ smaps', '#| 1000-2000 rw-p 0 00:00 0', '#| 2000-3000 rw-p 0 00:00 0', '#| VmFlags: rd'],
    '2:4: this entry has no `VmFlags:` line',
  ],
  [
    ['#@ smaps', '#| 1000-2000 rw-p 0 00:00 0', '#| VmFlags: rd w'],
    '3:4: no `VmFlags:` line: expected two letters a flag',
  ],
  [['#@ status', '#| VmSise:   4 kB'], '2:4: unknown field `VmSise`: did you mean `VmSize`?'],
  [['#@ status', '#| VmSize:   4'], '2:4: `VmSize:` needs a number of kB'],
  [['#@ status', '#| VmSize: 4 kB', '#| VmSize: 4 kB'], '3:4: `VmSize:` stands twice'],
  [['#@ pagemap 0x1000 3', '#| .A'], '2:4: expected 3 pages, found 2'],
  [['#@ pagemap 0x1000 3', '#| .xA'], '2:5: `x` is no letter of a pagemap: expected one of . a A f F s'],
])('says which row cannot be read: %j', (lines, message) => {
  expect(said(around(...lines))).toEqual([message]);
});

it.each([
  [
    '12 brk(0 <unfinished ...>\n12 brk(0) = 0',
    '2:4: `brk` of line 1 has not returned: expected `<... brk resumed>` before `brk`',
  ],
  [
    '12 brk(0) = 0\n12 <... mmap resumed>) = 1',
    '2:9: `mmap` of task 12 was not unfinished: expected `mmap(... <unfinished ...>` on a line before',
  ],
  ['12 mmap(0 <unfinished ...>\n12 <... brk resumed>) = 0', '2:9: `mmap` of line 1 is under way, not `brk`'],
  ['brk(0) = 1\n#@ system kernel=6.1', '2:4: `#@ system` must stand before the first call'],
  ['#@ race\n#@ race\nbrk(0)', '2:4: `#@ race` stands twice'],
  ['#@ command a\n#@ command b\nbrk(0)', '2:4: `#@ command` stands twice'],
])('says which lines do not go together: %j', (text, message) => {
  expect(said(`${text}\n`)).toEqual([message]);
});

it.each([
  [
    '12 <... mmap resumed>) = 1\n12 brk(0) = 1',
    '1:9: `mmap` of task 12 was not unfinished: the log began while it was under way',
  ],
  ['12 brk(0 <unfinished ...>', '1:4: `brk` of task 12 does not return in this file'],
  ['bkr(0) = 1', '1:1: no model reads `bkr`: did you mean `brk`?'],
  ['brk(0) = 1\n#@ maps 99\n#| 1000-2000 rw-p 0 00:00 0', '2:9: no line of this file is of task `99`'],
  [
    'brk(0) = 1\n#@ smaps\n#| 1000-2000 rw-p 0 00:00 0\n#| NewField: 4 kB\n#| VmFlags: rd',
    '4:4: unknown field `NewField` is not compared',
  ],
  ['brk(0) = 1\n#@ smaps\n#| 1000-2000 rw-p 0 00:00 0\n#| VmFlags: rd zz', '4:4: unknown VmFlags are not compared: zz'],
  [
    'brk(0) = 1\n#@ smaps\n#| 1000-2000 rw-p 0 00:00 0\n#| VmFlags: lo ?? zz ac',
    '4:4: unknown VmFlags are not compared: zz',
  ],
])('warns and goes on: %j', (text, message) => {
  const { program, diagnostics } = loadProgram(`${text}\n`, { file: 'f' });
  expect(diagnostics.map((d) => `${d.severity} ${formatDiagnostic(d)}`)).toEqual([`warning f:${message}`]);
  expect(program).toBeDefined();
});

it('reports everything that is wrong, in the order of the text', () => {
  const text = 'mmap(NULL,\r\nmunmap(q, PROT_REED)\r\n#@ mpas\r\nbrk(0) = x\r\n';
  expect(said(text).map((line) => line.slice(0, 5))).toEqual(['1:11:', '2:8: ', '2:11:', '3:4: ', '4:10:']);
});

it('does not blame later lines for a name that a broken line would have bound', () => {
  expect(said('p = mmap(NULL\nmunmap(p, 1)\n')).toHaveLength(1);
});

it('leaves the first line alone where a byte-order mark begins the file', () => {
  expect(said('\u{feff}brk(0) = x\n')).toEqual(['1:10: expected a result after `=`']);
});
