/** An entry of the glossary in DOM: the same in a card of its own and in the tooltip of a picture. */

import { html, nothing, type TemplateResult } from 'lit';
import type { GlossaryEntry } from './glossary-entry.ts';

/** The kernel's name, the unit, a sentence, and where it stands. */
export const entryTemplate = ({ kernel, unit, text, section }: GlossaryEntry): TemplateResult =>
  html`<strong>${kernel}</strong>${unit === '' ? nothing : html`<span>${unit}</span>`}
    <p>${text}</p>
    <small>Glossary: ${section}</small>`;
