/* What is open, and what goes out of the page. */
import { SAMPLES, scenarioSamples, type Sample } from '../samples.ts';
import { saveText } from '../save-text.ts';
import { does, type Choice, type Command, type Desk } from './command.ts';

/** A link carries a place in a program that comes along; a text of one's own it cannot carry. */
const canBeLinked = ({ state: { sample, source } }: Desk): boolean => sample !== null && source?.edited === false;

/** Opens, saves and links. */
export const fileCommands: readonly Command[] = [
  {
    id: 'file.open',
    title: 'Open a file or a sample',
    section: 'File',
    keys: ['o'],
    run: does({ type: 'dialog', dialog: 'open' }),
  },
  { id: 'file.sample', title: 'Open a sample', section: 'File', keys: ['O'], choices: sampleChoices },
  {
    id: 'file.save',
    title: 'Save what is in the editor',
    section: 'File',
    keys: ['Mod+s'],
    whileTyping: true,
    when: ({ state }) => state.source !== null,
    detail: ({ state }) => state.source?.file ?? '',
    run: ({ state: { source } }) => {
      if (source !== null) saveText(source.file, source.text);
    },
  },
  {
    id: 'file.copy-link',
    title: 'Copy a link to this place',
    section: 'File',
    keys: ['y'],
    when: canBeLinked,
    run: copyLink,
  },
  {
    id: 'file.report',
    title: 'What diverged, and what was assumed',
    section: 'File',
    keys: ['r'],
    run: does({ type: 'dialog', dialog: 'report' }),
  },
];

async function sampleChoices({ state }: Desk): Promise<readonly Choice[]> {
  const choice = ({ id, title, what }: Sample): Choice => ({
    id,
    title,
    detail: what,
    isCurrent: state.sample === id,
    run: does({ type: 'sample', id }),
  });
  return [...SAMPLES, ...(await scenarioSamples(document.baseURI))].map(choice);
}

function copyLink({ dispatch }: Desk): void {
  navigator.clipboard
    .writeText(location.href)
    .catch(() => dispatch({ type: 'trouble', message: `The link cannot be copied here: ${location.href}` }));
}
