/* What is open. */
import { pluginScripts } from '../plugins/page-plugins.ts';
import { SAMPLES, scenarioSamples, type Sample } from '../samples.ts';
import { saveText } from '../save-text.ts';
import { does, type Choice, type Command, type Desk } from './command.ts';

/** Opens and saves. */
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
  return [...SAMPLES, ...pluginScripts(), ...(await scenarioSamples(document.baseURI))].map(choice);
}
