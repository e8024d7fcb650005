/** The elements as Markdown, from the manifest that the embed package makes of its class comments. */

import { join } from 'node:path';
import { cli } from '@custom-elements-manifest/analyzer/cli.js';
import { ROOT } from './site-pages.ts';

/** What the manifest says of something: an attribute, an event, a part. */
interface Described {
  readonly name: string;
  readonly description?: string;
  readonly type?: { readonly text: string };
}
interface Element {
  readonly tagName: string;
  readonly description?: string;
  readonly attributes?: readonly Described[];
  readonly members?: readonly Described[];
  readonly events?: readonly Described[];
  readonly slots?: readonly Described[];
  readonly cssParts?: readonly Described[];
  readonly cssProperties?: readonly Described[];
}

/** What an element has, by heading. */
const LISTS = [
  ['attribute', 'attributes'],
  ['property', 'members'],
  ['event', 'events'],
  ['slot', 'slots'],
  ['part', 'cssParts'],
  ['custom property', 'cssProperties'],
] as const;

/** A section an element. */
export async function elementsText(): Promise<string> {
  const cwd = join(ROOT, 'packages', 'embed');
  const argv = ['analyze', '--config', 'custom-elements-manifest.config.ts', '--quiet'];
  const { modules } = await cli({ argv, cwd, noWrite: true });
  const elements = modules.flatMap(({ declarations }) => declarations);
  return elements.map(elementText).join('\n');
}

function elementText(element: Element): string {
  const attributes = new Set(element.attributes?.map(({ name }) => name));
  const rows = LISTS.flatMap(([kind, key]) =>
    (element[key] ?? [])
      .filter(({ name }) => key !== 'members' || !attributes.has(name))
      .map(
        ({ name, type, description = '' }) =>
          `| ${kind} | ${codeOf(name)} | ${codeOf(type?.text)} | ${cellOf(description)} |`,
      ),
  );
  const table =
    rows.length === 0 ? '' : `| what | name | type | meaning |\n| --- | --- | --- | --- |\n${rows.join('\n')}\n`;
  return `## ${element.tagName}\n\n${element.description ?? ''}\n\n${table}`;
}

const codeOf = (text = ''): string => (text === '' ? '' : `\`${cellOf(text)}\``);
const cellOf = (text: string): string => text.replaceAll('|', String.raw`\|`).replaceAll('\n', ' ');
