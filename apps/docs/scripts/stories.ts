/** The guided tours of the web app as a list: what each asks, and a link that opens it in the app beside the site. */

import { readScenarios } from '@mm-playground/web/scenarios';
import { PROGRAM_TOURS } from '@mm-playground/web/stories';
import { THEMES, type Theme, type TourEntry } from '@mm-playground/web/story';

/** A section a theme, in the app's order. */
export function storiesText(): string {
  const tours: readonly TourEntry[] = [...PROGRAM_TOURS, ...readScenarios().map(entryOf)];
  const themes = Object.keys(THEMES) as Theme[];
  return themes
    .map((theme) => {
      const list = tours.filter((tour) => tour.theme === theme).map(storyText);
      return `## ${THEMES[theme]}\n\n${list.join('\n')}\n`;
    })
    .join('\n');
}

const entryOf = ({ id, title, what }: ReturnType<typeof readScenarios>[number]): TourEntry => ({
  ...{ id, title, theme: 'thread' },
  question: what,
});

/** With a target, a link is the browser's: the app is no page of the site. */
const storyText = ({ id, title, question }: TourEntry): string =>
  `- [${title}](./app/?story=${id}){target="_self"}<br>${question}`;
