/* The list of shortcuts, from the table of commands: a heading a section, a row a command that has keys. */
import { html, nothing, type TemplateResult } from 'lit';
import { COMMANDS } from './all.ts';
import { isMac, shownChord } from './chord.ts';
import { SECTIONS, type Command } from './command.ts';

/** Every command that has a key, by section. */
export function shortcutsTable(): TemplateResult {
  const bySection = Map.groupBy(
    COMMANDS.filter(({ keys = [] }) => keys.length > 0),
    ({ section }) => section,
  );
  return html`${SECTIONS.map((section) => {
    const commands = bySection.get(section) ?? [];
    return commands.length === 0
      ? nothing
      : html`<section>
          <h3>${section}</h3>
          <dl>${commands.map(row)}</dl>
        </section>`;
  })}`;
}

const row = ({ title, keys = [] }: Command): TemplateResult =>
  html`<div>
    <dt>${keys.map((chord) => html`<kbd>${shownChord(chord, isMac())}</kbd> `)}</dt>
    <dd>${title}</dd>
  </div>`;
