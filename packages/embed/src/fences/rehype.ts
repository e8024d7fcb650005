/** A plugin of rehype: `<pre><code class="language-mm">` becomes a figure, for sites that see Markdown only when it is HTML. */

import type { Element, Root, Text } from 'hast';
import { SKIP, visit } from 'unist-util-visit';
import type { VFile } from 'vfile';
import type { Fence, FenceDefaults } from './fence.ts';
import { fenceElement, placeIn } from './hast.ts';

/** Makes figures of code. Fails the file, naming the place, where one cannot be made. */
export const rehypeMm =
  (defaults: FenceDefaults = {}): ((tree: Root, file: VFile) => void) =>
  (tree, file) => {
    visit(tree, 'element', (node, index, parent) => {
      const fence = fenceIn(node, file);
      if (fence === null || parent === undefined || index === undefined) return undefined;
      parent.children[index] = fenceElement(fence, file, defaults);
      return SKIP;
    });
  };

function fenceIn({ tagName, children: [code] }: Element, file: VFile): Fence | null {
  if (tagName !== 'pre' || code?.type !== 'element' || code.tagName !== 'code' || !isOurs(code)) return null;
  const texts = code.children.filter((child): child is Text => child.type === 'text');
  const asked = placeIn(file, code.position?.start.line, code.position?.start.column);
  return {
    words: metaOf(code),
    script: texts
      .map(({ value }) => value)
      .join('')
      .replace(/\n$/, ''),
    asked,
    place: placeOf(texts, asked),
  };
}

/** Text of HTML knows where it stands; what was Markdown stands below its fence. */
function placeOf([text]: readonly Text[], asked: Fence['asked']): Fence['place'] {
  const { line, column } = text?.position?.start ?? { ...asked, line: asked.line + 1 };
  return { ...asked, line, column };
}

/** remark-rehype keeps what stands behind the language. */
function metaOf({ data }: Element): string {
  const meta: unknown = data === undefined ? undefined : Reflect.get(data, 'meta');
  return typeof meta === 'string' ? meta : '';
}

const isOurs = ({ properties: { className } }: Element): boolean =>
  Array.isArray(className) && className.includes('language-mm');
