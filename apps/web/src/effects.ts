/*
 * What happens outside the state when the state changes: the program is played again, the address bar follows, samples are
 * fetched, the theme is shown. Each effect compares two states and answers with an action; none holds anything that the
 * state should know.
 */
import { endOf, samePosition } from '@mm-playground/viewers';
import { startComparing } from './compare/compare-effects.ts';
import type { Engine } from './engine.ts';
import { firstSelection } from './first-selection.ts';
import { openAddress } from './files.ts';
import { startRaces } from './race/race-effects.ts';
import { addressOfSample, FIRST_SAMPLE } from './samples.ts';
import { fileOfSearch, readLink, sampleOfSearch, storyOfSearch, writeLink, type Link } from './share-link.ts';
import type { AppState } from './state.ts';
import type { Store } from './store.ts';
import { lazyShelf } from './story/lazy-shelf.ts';
import { startTours } from './story/tour-effects.ts';
import { applyTheme } from './theme.ts';

/** How long a person pauses at a comma: typing goes on without being interrupted. */
const TYPING_PAUSE_MS = 250;
/** The address bar is slow in some browsers and limits how often it may be written. */
const ADDRESS_PAUSE_MS = 200;

/** Starts all effects on a store. */
export function startEffects(store: Store, engine: Engine): void {
  store.subscribe((now, before) => {
    if (now.theme !== before.theme) applyTheme(now.theme);
    if (now.source?.file !== before.source?.file) document.title = `${now.source?.file ?? ''} · mm-playground`;
    if (now.sampleWanted !== before.sampleWanted && now.sampleWanted !== null)
      void openSample(store, now.sampleWanted.id);
  });
  playWhenStale(store, engine);
  startRaces(store, engine);
  startComparing(store, engine);
  startTours(store, lazyShelf(document.baseURI));
  selectAtFirst(store);
  writeAddress(store);
  globalThis.addEventListener('hashchange', () => followLink(store));
}

/** Opens what the address asks for: `#story=`, `?story=`, `?file=`, `#sample=`, `?sample=`, or the first sample. */
export async function openFirst(store: Store): Promise<void> {
  const link = readLink(location.hash);
  store.dispatch({ type: 'chosen', choice: link.choice });
  showComparison(store, link);
  const story = link.story ?? storyOfSearch(location.search);
  if (story !== null) return takeTour(store, story);
  await attempt(store, async () => {
    const file = fileOfSearch(location.search, document.baseURI);
    if (file === null)
      return openSample(
        store,
        link.sample ?? sampleOfSearch(location.search) ?? FIRST_SAMPLE,
        link.position ?? undefined,
      );
    store.dispatch({ type: 'opened', ...(await openAddress(file)), ...(link.position && { position: link.position }) });
  });
}

async function openSample(store: Store, id: string, position?: AppState['position']): Promise<void> {
  await attempt(store, async () => {
    const { address, file } = await addressOfSample(id, document.baseURI);
    const opened = await openAddress(address, file);
    store.dispatch({ type: 'opened', ...opened, sample: id, ...(position && { position }) });
  });
}

/** Of the tour that is taken already, another step is wanted. */
function takeTour(store: Store, { id, at }: NonNullable<Link['story']>): void {
  if (store.state.stories.run?.tour.id === id && at !== null) store.dispatch({ type: 'tour-step', at });
  else store.dispatch({ type: 'tour-wanted', id, ...(at !== null && { at }) });
}

async function attempt(store: Store, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    store.dispatch({ type: 'trouble', message: error instanceof Error ? error.message : String(error) });
  }
}

/** Plays the program whenever it is stale: at once, or after a pause where somebody types. The newest request wins. */
export function playWhenStale(store: Store, engine: Engine): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let request = 0;
  const play = async (): Promise<void> => {
    const mine = ++request;
    await attempt(store, async () => {
      const { source, choice, skipUnmodelled, stale, followed: schedule } = store.state;
      if (!stale || source === null) return;
      const answer = await engine.play({ ...source, choice, skipUnmodelled, schedule }, () => mine !== request);
      if (answer === null) return;
      const { played, diagnostics } = answer;
      store.dispatch(played === null ? { type: 'checked', diagnostics } : { type: 'played', played, diagnostics });
    });
  };
  store.subscribe((now, before) => {
    if (!now.stale || (before.stale && sameRequest(now, before))) return;
    clearTimeout(timer);
    const typing = now.source?.edited === true && now.source.text !== before.source?.text;
    if (typing) timer = setTimeout(() => void play(), TYPING_PAUSE_MS);
    else void play();
  });
}

const sameRequest = (a: AppState, b: AppState): boolean =>
  a.source === b.source && a.choice === b.choice && a.skipUnmodelled === b.skipUnmodelled && a.followed === b.followed;

/** A file that was just opened shows one page all the way down to its bits. */
function selectAtFirst(store: Store): void {
  store.subscribe((now, before) => {
    if (before.played !== null || now.played === null || now.selection !== null || now.stories.run !== null) return;
    const selection = firstSelection(now.played.view(now.position));
    if (selection !== null) store.dispatch({ type: 'selected', selection });
  });
}

/** What a link carries of the state. */
const PLACE = ['position', 'choice', 'sample', 'comparison', 'stories'] as const;

/** A link to a comparison opens it. */
function showComparison(store: Store, { compare }: Link): void {
  if (compare === (store.state.comparison?.arch ?? null)) return;
  store.dispatch({ type: 'compare', arch: compare });
  if (compare !== null) store.dispatch({ type: 'layout', layout: { type: 'show', pane: 'compare' } });
}

/** Keeps the fragment in step with place and machine, without filling the history. */
function writeAddress(store: Store): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  store.subscribe((now, before) => {
    if (PLACE.every((part) => now[part] === before[part])) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      const { position, choice, sample, played, comparison, stories } = store.state;
      if (played === null) return;
      const complete = samePosition(position, endOf(played.calls, position.call));
      const story = stories.run === null ? null : { id: stories.run.tour.id, at: stories.run.at };
      const link = writeLink({ sample, story, position, choice, compare: comparison?.arch ?? null }, complete);
      if (link !== location.hash)
        history.replaceState(null, '', link === '' ? location.pathname + location.search : link);
    }, ADDRESS_PAUSE_MS);
  });
}

/** Somebody changed the fragment by hand, or followed a link to another place. */
function followLink(store: Store): void {
  const link = readLink(location.hash);
  const { sample, story, position, choice } = link;
  if (story !== null) return takeTour(store, story);
  store.dispatch({ type: 'chosen', choice: { kernel: '', arch: '', index: '', ...choice } });
  showComparison(store, link);
  if (sample !== null && sample !== store.state.sample) void openSample(store, sample, position ?? undefined);
  else if (position !== null) store.dispatch({ type: 'seek', position });
}
