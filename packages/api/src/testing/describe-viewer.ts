/**
 * The conformance kit of viewers, in two parts. Without a window it asks what must hold on a server, in Node; with one, in a
 * browser, what people may rely on.
 *
 * ```ts
 * // my-viewer.node.test.ts
 * describeViewer(myViewer);
 * // my-viewer.test.ts, in vitest's browser mode
 * describeViewer(myViewer, { window, properties: { view }, asks: ['mm-select'], violations, emulate });
 * ```
 *
 * axe and the emulation of media are the reader's: `violations` may call axe-core, `emulate` the browser's own protocol.
 */

import type { ViewerPlugin } from '../viewer.ts';
import { declareInto, describeProperties, type KitProperty } from './kit-property.ts';
import type { PageKit, ViewerKitOptions } from './viewer-kit.ts';
import {
  elementProperties,
  keyboardProperties,
  seenProperties,
  serverProperties,
  sizeProperties,
  stillProperties,
} from './viewer-properties.ts';

const ON_A_PAGE: readonly (readonly [group: string, declare: (kit: PageKit) => void])[] = [
  ['element', elementProperties],
  ['keyboard', keyboardProperties],
  ['seen', seenProperties],
  ['still', stillProperties],
  ['at size', sizeProperties],
];

/** The properties of a viewer. */
export function viewerProperties(plugin: ViewerPlugin, options: ViewerKitOptions = {}): KitProperty[] {
  const list: KitProperty[] = [];
  const { window, properties = {} } = options;
  serverProperties({ it: declareInto(list, plugin.id, 'as a plugin'), plugin, options });
  if (window === undefined) return list;
  for (const [group, declare] of ON_A_PAGE)
    declare({ it: declareInto(list, plugin.id, group), plugin, options, window, properties });
  return list;
}

/** Declares a vitest case for each of {@link viewerProperties}. */
export function describeViewer(plugin: ViewerPlugin, options: ViewerKitOptions = {}): void {
  describeProperties(viewerProperties(plugin, options), options);
}
