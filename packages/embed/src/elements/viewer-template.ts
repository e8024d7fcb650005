/**
 * A viewer as a template: its tag and the properties that it is told are only known when it is drawn. The strings of a template are its
 * identity, so they are made once for each viewer; they come from the table of views, and never from a page.
 */

import { html, type TemplateResult } from 'lit';
import type { Shown, View } from './views.ts';

const known = new WeakMap<View, TemplateStringsArray>();

/** The element of a viewer, told what it is to show. */
export function viewerTemplate(view: View, shown: Shown, more: Readonly<Record<string, unknown>> = {}): TemplateResult {
  const given = { ...view.given(shown), ...more };
  const strings = known.get(view) ?? stringsOf(view.plugin.tag, Object.keys(given));
  known.set(view, strings);
  return html(strings, ...Object.values(given));
}

/** `<mm-x .a=`, ` .b=`, `></mm-x>`. */
function stringsOf(tag: string, properties: readonly string[]): TemplateStringsArray {
  const parts = properties.map((property, at) => `${at === 0 ? `<${tag}` : ''} .${property}=`);
  const strings = [...parts, `></${tag}>`];
  return Object.freeze(Object.assign(strings, { raw: Object.freeze([...strings]) }));
}
