/*
 * Sentences from elsewhere (a diagnostic, a reason) with their `code` set as code. Text only: it becomes text nodes.
 */
import { html, type TemplateResult } from 'lit';

/** A sentence in which words between backticks are code. */
export const sentence = (text: string): TemplateResult =>
  html`${text.split('`').map((part, at) => (at % 2 === 0 ? part : html`<code>${part}</code>`))}`;
