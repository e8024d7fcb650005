import { describe, expect, it } from 'vitest';
import { isOurs, parseWords } from './info-string.ts';

describe('the words of a fence', () => {
  it('are attributes of the figure', () => {
    expect(
      parseWords(
        ` kernel=6.18 arch=arm64:granule=16 compare=kernel:6.12 views="address-map maple-tree" step=3.12 height=30rem title='A "hole"' static`,
      ),
    ).toEqual({
      kernel: '6.18',
      arch: 'arm64:granule=16',
      compare: 'kernel:6.12',
      views: 'address-map maple-tree',
      step: '3.12',
      height: '30rem',
      title: 'A "hole"',
      static: true,
    });
    expect(parseWords('  ')).toEqual({});
  });

  it.each([
    ['kernal=6.18', /^there is no word kernal; there are: kernel=\.\.\., .*, static$/],
    ['{1,3}', /^there is no word \{1,3\}/],
    ['toString', /^there is no word toString/],
    ['static=yes', /^static has no value$/],
    ['kernel', /^kernel needs a value/],
    ['kernel=', /^kernel needs a value/],
    ['step=1 step=2', /^step stands there twice$/],
    ['views="address-map', /^this is no word: views="address-map$/],
    ['title="a"b', /^this is no word/],
    ['height=30', /^height=30 is no length/],
    ['height=1px;color:red', /is no length/],
    ['theme=blue', /neither light nor dark/],
  ])('are refused where they mean nothing: %s', (words, message) => {
    expect(() => parseWords(words)).toThrow(message);
  });

  it.each([
    ['mm', true],
    ['mm kernel=6.18', true],
    [' mm\tstatic', true],
    ['mmap', false],
    ['mm-x', false],
    ['', false],
    ['c mm', false],
  ])('belong to the language mm: %j', (info, ours) => {
    expect(isOurs(info)).toBe(ours);
  });
});
