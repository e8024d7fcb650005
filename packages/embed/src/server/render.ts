/** Renders elements with declarative shadow roots, and what they were made of beside them, so that the elements in the page take over. */

import { drawAsSvg, pte, viewers } from '@mm-playground/viewers';
import { collectResult } from '@lit-labs/ssr/lib/render-result.js';
import { LitElementRenderer, render, renderThunked, type RenderInfo } from '@lit-labs/ssr';
import { html, nothing, type LitElement, type TemplateResult } from 'lit';
import { fetchArchitecture } from '../architectures.ts';
import { defineComparison } from '../compare/comparison.ts';
import { playBeside, type Beside } from '../compare/play-beside.ts';
import { definePlayground, defineViewer } from '../define.ts';
import { momentOf } from '../elements/moment.ts';
import { elementTemplate } from '../elements/viewer-template.ts';
import { noViewer, TIMELINE, VIEWS } from '../elements/views.ts';
import { play, type Request } from '../engine.ts';
import { Scene } from '../player/scene.ts';
import { dedented } from '../playground/source.ts';

/** How elements are rendered. */
export interface RenderOptions {
  /**
   * The address of the folder with the {@link styleSheets}, with a slash at its end: shadow roots link them. Without it they have
   * `<style>` elements, which a policy like `style-src 'self'` forbids.
   */
  readonly styles?: string;
}

/** The machine that plays a script, and where it stands: the attributes of the same names. */
export interface ScriptOptions extends RenderOptions {
  readonly kernel?: string;
  readonly arch?: string;
  readonly index?: string;
  readonly step?: string;
}

/** What a figure shows: the attributes of the same names. */
export interface FigureOptions extends ScriptOptions {
  readonly compare?: string;
  readonly views?: string;
  readonly select?: string;
  readonly theme?: 'light' | 'dark';
}

/** An entry: the attributes of the same names. */
export interface EntryOptions extends RenderOptions {
  readonly arch?: string;
  readonly value: string;
  readonly previous?: string;
  readonly level?: string;
}

/**
 * A figure. A script with errors says so in the figure, and stands there as text.
 *
 * @throws Error where a machine cannot be made, its own or that of `compare`; its message is for people
 */
export async function renderPlayground(script: string, options: FigureOptions = {}): Promise<string> {
  const { kernel, arch, index, compare, step, views, select, theme } = options;
  const text = dedented(script);
  definePlayground();
  await Promise.all([TIMELINE, ...VIEWS.values()].map(({ plugin }) => plugin.define()));
  const request = { text, kernel: kernel ?? '', arch: arch ?? '', index: index ?? '', memoryViews: true };
  const [answer, beside] = await Promise.all([play(request), besideOf(request, compare ?? '')]);
  return asText(
    html`<mm-playground
      kernel=${kernel ?? nothing}
      arch=${arch ?? nothing}
      index=${index ?? nothing}
      compare=${compare ?? nothing}
      views=${views ?? nothing}
      step=${step ?? nothing}
      select=${select ?? nothing}
      theme=${theme ?? nothing}
      .answer=${answer}
      .beside=${beside}
    >
      <pre>${text}</pre>
    </mm-playground>`,
    options,
  );
}

/** The other side; one that cannot be made is told to whoever builds the page. */
async function besideOf(request: Request, word: string): Promise<Beside | null> {
  if (word === '') return null;
  const beside = await playBeside(play, request, word);
  if (beside.side === null && beside.trouble.length > 0) throw new Error(beside.trouble.join('\n'));
  return beside;
}

/**
 * A viewer alone, at a moment of a script.
 *
 * @param id `maps-table`, `maple-tree`, ...: those that a figure can show
 * @throws RangeError where there is no such viewer or moment, Error where the script cannot be played
 */
export async function renderViewer(id: string, script: string, options: ScriptOptions = {}): Promise<string> {
  const view = VIEWS.get(id);
  if (view === undefined) throw new RangeError(noViewer(id));
  await view.plugin.define();
  const { kernel = '', arch = '', index = '', step = '' } = options;
  const text = dedented(script);
  const moment = await momentOf({ text, kernel, arch, index, memoryViews: true }, step);
  const given = view.given({ ...moment, selection: null, scene: new Scene().at(moment) });
  return asText(
    elementTemplate(view.plugin.tag, given, { script: text, ...set({ kernel, arch, index, step }) }),
    options,
  );
}

/**
 * An entry, field by field.
 *
 * @throws RangeError where there is no such architecture
 */
export async function renderEntry(options: EntryOptions): Promise<string> {
  const { arch = 'x86-64', value, previous = '', level = '' } = options;
  const [architecture] = await Promise.all([fetchArchitecture(arch), pte.define()]);
  const attributes = { arch, value, ...set({ previous, level }) };
  return asText(elementTemplate(pte.tag, { architecture }, attributes), options);
}

/** The style sheets of all elements, by the name of the file that {@link RenderOptions.styles} expects them in. */
export async function styleSheets(): Promise<ReadonlyMap<string, string>> {
  definePlayground();
  defineComparison();
  await Promise.all(viewers.map(({ id }) => defineViewer(id)));
  const tags = ['mm-playground', 'mm-comparison', ...viewers.map(({ tag }) => tag)];
  return new Map(tags.map((tag) => [fileOf(tag), styleSheetOf(tag)]));
}

const fileOf = (tag: string): string => `${tag}.css`;

function styleSheetOf(tag: string): string {
  const { elementStyles } = customElements.get(tag) as typeof LitElement;
  return elementStyles.map((style) => ('cssText' in style ? style.cssText : '')).join('\n');
}

/** Words that were given. */
const set = (words: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(words).filter(([, word]) => word !== ''));

async function asText(template: TemplateResult, { styles }: RenderOptions): Promise<string> {
  drawAsSvg();
  const info: Partial<RenderInfo> = styles === undefined ? {} : { elementRenderers: [linking(styles)] };
  const text = await collectResult(render(template, info));
  // Marks for who hydrates, which nobody does: see StaticRoot. What a page says cannot look like one, for it is escaped.
  return text.replaceAll(/<!--\/?lit-[^>]*-->|<\?>/g, '').trim();
}

/** Renders shadow roots that link their style sheets. */
const linking = (folder: string): typeof LitElementRenderer =>
  class extends LitElementRenderer {
    override renderShadow(info: RenderInfo): ReturnType<LitElementRenderer['renderShadow']> {
      const content = super.renderShadow(info)?.at(-1) ?? '';
      const link = html`<link rel="stylesheet" href=${folder + fileOf(this.tagName)} />`;
      return [...renderThunked(link, info), content];
    }
  };
