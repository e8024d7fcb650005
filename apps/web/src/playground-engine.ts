/*
 * The playground as the shell's engine: reads a text, plays it in slices, and hands out what was played. Beside
 * `played-session.ts` this is the only file of the app that knows the playground.
 */
import type { Architecture, ArchitecturePlugin, Kernel, Program } from '@mm-playground/api';
import { compareRelease } from '@mm-playground/api';
import { plugin as viewersPlugin } from '@mm-playground/viewers';
import type { Playground, Session } from 'mm-playground';
import type { Engine, EngineFacts, LiveRun, Option, PlayAnswer, PlayRequest, RaceProgress } from './engine.ts';
import { LINES_AT_ONCE, linesOf, STEP_LIMITS } from './limits.ts';
import { LiveSession } from './live/live-session.ts';
import { isRecorded, piecesOf } from './live/pieces.ts';
import type { RaceReport } from './race/race.ts';
import { playedOf } from './played-session.ts';
import { appPlayground } from './plugins/page-plugins.ts';
import type { Choice } from './state.ts';

/** Long enough that a recorded program is played without a pause, short enough that nobody waits for the page. */
const SLICE_MS = 50;

/** Lines of a long text that are read at a time. */
const PIECE_LINES = 2000;

/** What is kept of the past: everything, as far as it fits. */
const KEPT = { record: 'steps', stepLimits: STEP_LIMITS } as const;

async function play(request: PlayRequest, outdated: () => boolean): Promise<PlayAnswer | null> {
  const { file, text, choice, skipUnmodelled } = request;
  if (linesOf(text) > LINES_AT_ONCE) return playLong(request, outdated);
  const playground = appPlayground({ ...chosen(choice), ...KEPT, skipUnmodelled });
  const { program, session: whole, diagnostics } = await playground.load(text, { file });
  if (program === undefined || whole === undefined) return { diagnostics, played: null };
  const own = ownSchedule(program);
  // A schedule is played move by move, below; the session plays what comes before the race.
  const session = own === null ? whole : playground.open(withoutSchedule(program));
  if (!(await runInSlices(session, outdated))) return null;
  const played = playedOf(session, text, archName(playground, session.options.arch));
  const schedule = request.schedule ?? own;
  if (played.race === null || schedule === null) return { diagnostics, played };
  const { scheduledPlay } = await import('./race/race-engine.ts');
  return { diagnostics, played: scheduledPlay(session, played, schedule) };
}

/** A long recording is read in pieces, too. Scenarios are not so long, and their names hold from beginning to end. */
async function playLong(request: PlayRequest, outdated: () => boolean): Promise<PlayAnswer | null> {
  if (!isRecorded(request.text))
    throw new RangeError(`${request.file}: more than ${LINES_AT_ONCE} lines are read of recordings only, with results`);
  const run = follow(request);
  for (const piece of piecesOf(request.text, PIECE_LINES)) {
    const answer = await run.append(piece, outdated);
    await new Promise((resume) => setTimeout(resume));
    if (answer === null || outdated()) return null;
    if (answer.diagnostics.some(({ severity }) => severity === 'error')) return { ...answer, played: null };
    if ((answer.played?.stopped ?? null) !== null) return answer;
  }
  return run.finish(outdated);
}

/** Plays to the end, leaving the page alive. Says whether it got there before it was outdated. */
async function runInSlices(session: Session, outdated: () => boolean): Promise<boolean> {
  const slices = session.runInSlices(SLICE_MS, () => performance.now());
  for (let turn = slices.next(); turn.done !== true; turn = slices.next()) {
    await new Promise((resume) => setTimeout(resume));
    if (outdated()) return false;
  }
  return true;
}

function follow({ file, choice, skipUnmodelled }: Pick<PlayRequest, 'file' | 'choice' | 'skipUnmodelled'>): LiveRun {
  const playground = appPlayground({ ...chosen(choice), ...KEPT, skipUnmodelled });
  return new LiveSession({
    file,
    open: (program) => playground.open(program),
    archName: (session) => archName(playground, session.options.arch),
    run: runInSlices,
  });
}

const withoutSchedule = (program: Program): Program => ({
  ...program,
  steering: program.steering.filter(({ directive }) => directive !== 'schedule'),
});

/** The schedule that a file asks for, in words; null where it asks for none. */
function ownSchedule({ steering }: Program): string | null {
  const words = steering.filter(({ directive }) => directive === 'schedule').flatMap((line) => line.words);
  return words.length === 0 ? null : words.join(' ');
}

async function explore(
  { file, text, choice }: Omit<PlayRequest, 'schedule' | 'skipUnmodelled'>,
  outdated: () => boolean,
  progress: (progress: RaceProgress) => void,
): Promise<RaceReport | null> {
  const { session, diagnostics } = await appPlayground(chosen(choice)).load(text, { file });
  if (session === undefined) throw new Error(diagnostics[0]?.message ?? `${file} cannot be played`);
  const { exploreRace } = await import('./race/race-engine.ts');
  return exploreRace(session, outdated, progress);
}

const chosen = (choice: Choice): Partial<Choice> =>
  Object.fromEntries(Object.entries(choice).filter(([, id]) => id !== ''));

function factsOf({ registry }: Playground): EngineFacts {
  return {
    kernel: registry.kernels.toSorted((a, b) => compareRelease(b.release, a.release)).map(kernelOption),
    arch: registry.architectures.flatMap(architectureOptions),
    index: registry.indexes.map(({ id, title }) => ({ id, title })),
  };
}

/** `x86-64` as it usually is; with its options where they are others. (Configuring one to compare with is not cheap.) */
function archName({ registry }: Playground, { id, spec, title }: Architecture): string {
  const { options = [] } = registry.architectures.find((plugin) => plugin.id === id) ?? {};
  const usual = new Set(options.map((option) => `${option.name}=${option.default}`));
  const given = spec.split(':', 2)[1]?.split(',') ?? [];
  return given.every((option) => usual.has(option)) ? id : title;
}

const kernelOption = ({ id, proof }: Kernel): Option => ({
  ...{ id, proof },
  title: proof === 'booted' ? id : `${id} (derived)`,
});

/** More values than this are a number to set, not a thing to choose. */
const MOST_VALUES = 4;

/** The architecture as it is by default, and with each of its few-valued options set to another value. */
function architectureOptions(plugin: ArchitecturePlugin): Option[] {
  const variants = plugin.options
    .filter(({ values }) => values.length <= MOST_VALUES)
    .flatMap(({ name, values, default: usual }) =>
      values.filter((value) => value !== usual).flatMap((value) => configured(plugin, { [name]: value })),
    );
  return [{ id: plugin.id, title: plugin.title }, ...variants.map(({ spec, title }) => ({ id: spec, title }))];
}

/** Not every value goes with the defaults of the other options; what does not is no choice. */
function configured(plugin: ArchitecturePlugin, options: Readonly<Record<string, string>>): Architecture[] {
  try {
    return [plugin.configure(options)];
  } catch {
    return [];
  }
}

/** The engine on the playground with its own plugins. */
export const playgroundEngine: Engine = {
  facts: () => factsOf(appPlayground()),
  loaded: () => appPlayground({ plugins: [viewersPlugin] }).plugins(),
  play,
  follow,
  explore,
};
