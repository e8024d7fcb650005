/* What goes out of the page, as commands: a link, and the program in every form that `mm export` has. */
import type { Choice, Command, Desk } from '../commands/command.ts';
import { saveBlob, saveText } from '../save-text.ts';
import { copyLink } from './copy-link.ts';
import { FORMS, fileNameOf, type Form } from './forms.ts';

const hasSource = ({ state }: Desk): boolean => state.source !== null;

const formChoices = (): readonly Choice[] =>
  FORMS.map((form) => ({
    id: form.id,
    title: form.title,
    detail: form.what,
    run: (desk) => void attempt(desk, () => save(desk, form)),
  }));

/** The commands of the section Export, and the link. */
export const exchangeCommands: readonly Command[] = [
  {
    id: 'file.copy-link',
    title: 'Copy a link to this place',
    section: 'Export',
    keys: ['y'],
    when: hasSource,
    detail: ({ state: { sample, source } }) =>
      sample !== null && source?.edited !== true ? 'the program by name' : 'the script is in it',
    run: (desk) => void attempt(desk, () => linkOut(desk)),
  },
  { id: 'export.choose', title: 'Export', section: 'Export', keys: ['E'], when: hasSource, choices: formChoices },
  { id: 'export.picture', title: 'Export: A view as a picture', section: 'Export', choices: viewChoices },
  ...FORMS.map((form): Command => ({
    id: `export.${form.id}`,
    title: `Export: ${form.title}`,
    section: 'Export',
    when: hasSource,
    detail: () => form.what,
    run: (desk) => void attempt(desk, () => save(desk, form)),
  })),
];

/** Each view that is in sight, twice. */
async function viewChoices(): Promise<readonly Choice[]> {
  const [{ seenViews }, { pngOf, svgOf }] = await Promise.all([import('./pictures.ts'), import('./picture.ts')]);
  return seenViews().flatMap(({ id, title, element }): Choice[] => [
    {
      ...{ id: `${id}.png`, title: `${title}: PNG` },
      run: (desk) => void attempt(desk, async () => saveBlob(`${id}.png`, await pngOf(element))),
    },
    {
      ...{ id: `${id}.svg`, title: `${title}: SVG` },
      run: (desk) => void attempt(desk, async () => saveBlob(`${id}.svg`, new Blob([svgOf(element)]))),
    },
  ]);
}

async function linkOut({ state, dispatch }: Desk): Promise<void> {
  const { packed } = await copyLink(state);
  if (packed !== null) dispatch({ type: 'shared', packed });
}

async function save({ state }: Desk, form: Form): Promise<void> {
  const { exportText } = await import('./export-text.ts');
  saveText(fileNameOf(state.source?.file ?? '', form), await exportText(form.id, state));
}

async function attempt({ dispatch }: Desk, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    dispatch({ type: 'trouble', message: error instanceof Error ? error.message : String(error) });
  }
}
