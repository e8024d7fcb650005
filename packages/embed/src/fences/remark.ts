/** A plugin of remark, for Docusaurus, Astro and whatever else builds on unified: ```` ```mm ```` becomes a figure. */

import type { Root } from 'mdast';
import { visit } from 'unist-util-visit';
import type { VFile } from 'vfile';
import type { FenceDefaults } from './fence.ts';
import { fenceElement, placeIn } from './hast.ts';

/** Makes figures of fences. Fails the file, naming the place, where one cannot be made. */
export const remarkMm =
  (defaults: FenceDefaults = {}): ((tree: Root, file: VFile) => void) =>
  (tree, file) => {
    visit(tree, 'code', (node, index, parent) => {
      if (node.lang !== 'mm' || parent === undefined || index === undefined) return;
      const { line, column } = node.position?.start ?? {};
      const asked = placeIn(file, line, column);
      const place = { ...asked, line: asked.line + 1 };
      const { tagName, properties, children } = fenceElement(
        { words: node.meta ?? '', script: node.value, asked, place },
        file,
        defaults,
      );
      // What remark-rehype makes of a paragraph it makes of any element; raw HTML would not pass through MDX.
      const data = { hName: tagName, hProperties: properties, hChildren: children };
      parent.children[index] = { type: 'paragraph', children: [], data };
    });
  };
