import { describe, expect, it } from 'vitest';
import { dedented, ownScript } from './source.ts';

const element = (inside: string): HTMLElement => {
  const made = document.createElement('div');
  made.innerHTML = inside;
  return made;
};

describe('the script of an element', () => {
  it.each([
    ['its text', 'brk(NULL)', 'brk(NULL)'],
    ['that of a pre', '<p>Above</p><pre><code>brk(NULL)</code></pre><table></table>', 'brk(NULL)'],
    [
      'that of a script',
      '<script type="text/mm">a = brk(NULL)\nbrk(a + 1)</script><h2>x</h2>',
      'a = brk(NULL)\nbrk(a + 1)',
    ],
    ['text as it was meant', '<pre>a &lt; b</pre>', 'a < b'],
  ])('is %s', (_, inside, script) => {
    expect(ownScript(element(inside))).toBe(script);
  });

  it('is not indented as its tags are', () => {
    expect(dedented('\n    # a\n      b\n\n    c\n  ')).toBe('# a\n  b\n\nc');
    expect(dedented('')).toBe('');
  });
});
