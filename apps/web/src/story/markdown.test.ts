import { render } from 'lit';
import { describe, expect, it } from 'vitest';
import { markdown } from './markdown.ts';

function shown(text: string): HTMLElement {
  const box = document.createElement('div');
  document.body.replaceChildren(box);
  render(markdown(text), box);
  return box;
}

/** The elements of a text, `a[href,rel,target]`. */
const elementsOf = (box: HTMLElement): string[] =>
  [...box.querySelectorAll('*')].map(({ localName, attributes }) => {
    const names = [...attributes].map(({ name }) => name).toSorted();
    return names.length === 0 ? localName : `${localName}[${names.join()}]`;
  });

describe('Markdown', () => {
  it('becomes paragraphs, emphasis, code, lists and links', () => {
    const box = shown('One *two* **three** `four`\n\n- a\n- b\n\n1. c\n\n> d\n\n[e](https://kernel.org/x)\n\n    f\n');
    expect(elementsOf(box).join(' ')).toBe(
      'p em strong code ul li p li p ol li p blockquote p p a[href,rel,target] pre[tabindex] code',
    );
    expect(box.querySelector('a')?.rel).toBe('noopener noreferrer');
  });

  it.each([
    ['a script', '<script>window.hit = 1</script>'],
    ['a picture that fails', '<img src=x onerror="window.hit = 1">'],
    ['a frame', 'a <iframe srcdoc="<script>parent.hit = 1</script>"></iframe> b'],
    ['an svg', '<svg onload="window.hit = 1"><a xlink:href="javascript:hit = 1">x</a></svg>'],
    ['a style', '<style>* { display: none }</style>'],
    ['a link to code', '[x](javascript:window.hit=1)'],
    ['a link to code that is spelled otherwise', '[x](JaVa&#x73;cript:window.hit=1) [y](&#1;javascript:hit=1)'],
    ['a link to data', '[x](data:text/html,<script>alert(1)</script>)'],
    ['a relative link', '[x](/samples/x) [y](//example.org)'],
    ['a link in brackets', '<javascript:window.hit=1>'],
    ['a reference to code', '[x][1]\n\n[1]: javascript:window.hit=1'],
    ['a picture from elsewhere', '![x](https://example.org/track.png)'],
    ['an attribute that breaks out', '[x](https://example.org/"onclick="window.hit=1)'],
  ])('makes nothing but text of %s', (_, text) => {
    const box = shown(text);
    expect('hit' in globalThis).toBe(false);
    const harmless = /^(p|em|strong|code|br|a\[href,rel,target\])$/;
    expect(elementsOf(box).filter((element) => !harmless.test(element))).toEqual([]);
    for (const { href } of box.querySelectorAll('a')) expect(href).toMatch(/^https:\/\/example\.org\/%22onclick/);
  });

  it('does not fall over what is nested deeply', () => {
    expect(shown(`${'> '.repeat(3000)}deep`).textContent).toContain('deep');
    expect(shown(`${'['.repeat(3000)}deep`).textContent).toContain('deep');
  });
});
