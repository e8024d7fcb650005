/* Stories by keyboard and by palette: choosing one, and going through it. */
import { does, type Choice, type Command, type Desk } from '../commands/command.ts';
import { lazyShelf } from './lazy-shelf.ts';
import { neighbour } from './stories.ts';
import { stepOf } from './tour-run.ts';
import type { TourEntry } from './tour.ts';

const isTaken = ({ state: { stories } }: Desk): boolean => stories.run !== null;

/** Whether the step asks something that was not answered yet. */
const isAsked = ({ state: { stories } }: Desk): boolean => {
  const { run } = stories;
  return run !== null && stepOf(run)?.exercise !== undefined && run.answers[run.at] === undefined;
};

/** The story beside the one that is taken. */
const neighbourOf = ({ state: { stories } }: Desk, by: 1 | -1): TourEntry | null =>
  stories.run === null ? null : neighbour(stories, stories.run.tour.id, by);

const goTo =
  (by: 1 | -1) =>
  (desk: Desk): void => {
    const to = neighbourOf(desk, by);
    if (to !== null) desk.dispatch({ type: 'tour-wanted', id: to.id });
  };

/** Chooses stories, and goes through them. */
export const storyCommands: readonly Command[] = [
  {
    id: 'story.list',
    title: 'All stories',
    section: 'Story',
    keys: ['q'],
    run: does({ type: 'dialog', dialog: 'stories' }),
  },
  { id: 'story.take', title: 'Read a story', section: 'Story', keys: ['Q'], choices: storyChoices },
  {
    id: 'story.next',
    title: 'Next step of the story',
    section: 'Story',
    keys: ['>'],
    when: isTaken,
    run: does({ type: 'tour-move', by: 1 }),
  },
  {
    id: 'story.previous',
    title: 'Previous step of the story',
    section: 'Story',
    keys: ['<'],
    when: isTaken,
    run: does({ type: 'tour-move', by: -1 }),
  },
  {
    id: 'story.next-story',
    title: 'Next story',
    section: 'Story',
    when: (desk) => neighbourOf(desk, 1) !== null,
    detail: (desk) => neighbourOf(desk, 1)?.title ?? '',
    run: goTo(1),
  },
  {
    id: 'story.previous-story',
    title: 'Previous story',
    section: 'Story',
    when: (desk) => neighbourOf(desk, -1) !== null,
    detail: (desk) => neighbourOf(desk, -1)?.title ?? '',
    run: goTo(-1),
  },
  {
    id: 'story.show',
    title: 'Back to the moment of the story',
    section: 'Story',
    when: isTaken,
    run: does({ type: 'tour-show' }),
  },
  { id: 'story.hint', title: 'Give me a hint', section: 'Story', when: isAsked, run: does({ type: 'tour-hint' }) },
  {
    id: 'story.tell',
    title: 'Tell me the answer',
    section: 'Story',
    when: isAsked,
    run: does({ type: 'tour-answer', given: null }),
  },
  {
    id: 'story.again',
    title: 'Start the story over',
    section: 'Story',
    when: isTaken,
    run: does({ type: 'tour-again' }),
  },
  { id: 'story.end', title: 'End the story', section: 'Story', when: isTaken, run: does({ type: 'tour-ended' }) },
];

async function storyChoices({ state: { stories } }: Desk): Promise<readonly Choice[]> {
  const list = await lazyShelf(document.baseURI).list();
  return list.map(({ id, title, question }) => ({
    id,
    title,
    detail: question.replaceAll('`', ''),
    isCurrent: stories.run?.tour.id === id,
    run: does({ type: 'tour-wanted', id }),
  }));
}
