/**
 * An element as a template: its tag and what it is told are only known when it is drawn. The strings of a template are its identity, so
 * they are made once for each set of names; those come from the table of views, and never from a page.
 */

import { html, type TemplateResult } from 'lit';
import type { Given, Shown, View } from './views.ts';

const known = new Map<string, TemplateStringsArray>();

/** The element of a viewer, told what it is to show. */
export const viewerTemplate = (view: View, shown: Shown, more: Given = {}): TemplateResult =>
  elementTemplate(view.plugin.tag, { ...view.given(shown), ...more });

/** An element, told by these properties and attributes. */
export function elementTemplate(tag: string, properties: Given, attributes: Given = {}): TemplateResult {
  const names = [...Object.keys(properties).map((name) => `.${name}`), ...Object.keys(attributes)];
  const key = [tag, ...names].join(' ');
  const strings = known.get(key) ?? stringsOf(tag, names);
  known.set(key, strings);
  return html(strings, ...Object.values(properties), ...Object.values(attributes));
}

/** `<mm-x .a=`, ` b=`, `></mm-x>`. */
function stringsOf(tag: string, names: readonly string[]): TemplateStringsArray {
  const parts = names.map((name, at) => `${at === 0 ? `<${tag}` : ''} ${name}=`);
  const strings = [...parts, `></${tag}>`];
  return Object.freeze(Object.assign(strings, { raw: Object.freeze([...strings]) }));
}
