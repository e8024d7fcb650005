/*
 * Where the browser has its tours from: those of programs come with the app, those of scenarios are made from the scenarios' own files
 * when somebody wants one.
 */
import { loadProgram } from '@mm-playground/script';
import { openAddress, type OpenedFile } from '../files.ts';
import { addressOfSample, scenarioSamples, type Sample } from '../samples.ts';
import { scenarioTour } from './scenario-tour.ts';
import type { Tour, TourEntry } from './tour.ts';
import type { Shelf } from './tour-effects.ts';
import { notesOf } from './tours/mmap-region.ts';
import { PROGRAM_TOURS } from './tours/programs.ts';

/** The tours of the page at this address. */
export const shelfAt = (base: string): Shelf => ({
  list: async () => [...PROGRAM_TOURS, ...(await scenarioSamples(base)).map(entryOf)],
  tour: async (id) => PROGRAM_TOURS.find((tour) => tour.id === id) ?? scenarioOf(id, base),
  open: (sample) => opened(sample, base),
});

async function scenarioOf(id: string, base: string): Promise<Tour> {
  const scenarios = await scenarioSamples(base);
  if (!scenarios.some((sample) => sample.id === id)) throw new RangeError(`there is no story ${id}`);
  return tourOfScenario(id, await opened(id, base));
}

const entryOf = ({ id, title, what }: Sample): TourEntry => ({ id, theme: 'thread', title, question: what });

async function opened(sample: string, base: string): Promise<OpenedFile> {
  const { address, file } = await addressOfSample(sample, base);
  return openAddress(address, file);
}

/** The tour of a scenario's text. @throws RangeError where it cannot be read */
export function tourOfScenario(id: string, { file, text }: OpenedFile): Tour {
  const { program, diagnostics } = loadProgram(text, { file });
  if (program === undefined) throw new RangeError(diagnostics[0]?.message ?? `${file} cannot be read`);
  return scenarioTour(id, program, notesOf(id));
}
