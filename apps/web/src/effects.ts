/*
 * What happens outside the state when the state changes: the program is played again, the address bar follows, samples are
 * fetched, the theme is shown. Each effect compares two states and answers with an action; none holds anything that the
 * state should know.
 */
import { linkedOther, otherOf } from './compare/comparison.ts';
import { startComparing } from './compare/compare-effects.ts';
import type { Engine } from './engine.ts';
import { firstSelection } from './first-selection.ts';
import { unpackText } from './exchange/packed.ts';
import { lastSegment, openAddress, plainName, scriptOf } from './files.ts';
import { followAddress } from './live/live-effects.ts';
import { MOST_LINKED } from './limits.ts';
import { startRaces } from './race/race-effects.ts';
import { pluginScripts } from './plugins/page-plugins.ts';
import { addressOfSample, FIRST_SAMPLE } from './samples.ts';
import { addressOfSearch, linkOf, sampleOfSearch, storyOfSearch, type Link } from './share-link.ts';
import { sameRequest, type AppState } from './state.ts';
import type { Store } from './store.ts';
import { lazyShelf } from './story/lazy-shelf.ts';
import { startTours } from './story/tour-effects.ts';
import { applyTheme } from './theme.ts';
import { startTime } from './time/time-effects.ts';
import { Visits } from './visits/visits.ts';

/** How long a person pauses at a comma: typing goes on without being interrupted. */
const TYPING_PAUSE_MS = 250;
/** The address bar is slow in some browsers and limits how often it may be written. */
const ADDRESS_PAUSE_MS = 200;

/** Starts all effects on a store. @returns what knows where somebody was */
export function startEffects(store: Store, engine: Engine): Visits {
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
  startTime(store);
  selectAtFirst(store);
  const visits = new Visits(store);
  writeAddress(store, visits);
  globalThis.addEventListener('popstate', () => {
    const link = visits.linkHere();
    if (link.story === null) visits.arrive(link);
    followLink(store, link);
  });
  return visits;
}

/**
 * Opens what the address asks for (`#story=`, `?story=`), what somebody works on, what else the address asks for (`?live=`, `?file=`,
 * `#sample=`, `?sample=`), or the first sample.
 */
export async function openFirst(store: Store, engine: Engine, visits: Visits): Promise<void> {
  const link = visits.linkHere();
  const story = link.story ?? storyOfSearch(location.search);
  if (story === null && visits.arrive(link)) return;
  store.dispatch({ type: 'chosen', choice: link.choice });
  showComparison(store, link);
  if (story !== null) return takeTour(store, story, link.choice);
  await attempt(store, async () => {
    const live = addressOfSearch(location.search, document.baseURI, 'live');
    // What is followed goes on; nobody waits for its end.
    if (live !== null)
      return void attempt(store, () => followAddress(store, engine, live, plainName(lastSegment(live))));
    if (link.script !== null) return openShared(store, link);
    const file = addressOfSearch(location.search, document.baseURI);
    if (file === null)
      return openSample(
        store,
        link.sample ?? sampleOfSearch(location.search) ?? FIRST_SAMPLE,
        link.position ?? undefined,
      );
    store.dispatch({ type: 'opened', ...(await openAddress(file)), ...(link.position && { position: link.position }) });
  });
}

/** Opens the script that a link carries. What it says may come from anybody. */
async function openShared(store: Store, { script, file, position }: Link): Promise<void> {
  if (script === null) return;
  await attempt(store, async () => {
    const shown = scriptOf({ file: file ?? 'shared.mm', text: await unpackText(script, MOST_LINKED) });
    store.dispatch({ type: 'opened', ...shown, shared: script, ...(position && { position }) });
  });
}

async function openSample(store: Store, id: string, position?: AppState['position']): Promise<void> {
  const brought = pluginScripts().find((script) => script.id === id);
  if (brought !== undefined)
    return store.dispatch({
      ...{ type: 'opened', file: `${id}.mm`, text: brought.text, sample: id },
      ...(position && { position }),
    });
  await attempt(store, async () => {
    const { address, file } = await addressOfSample(id, document.baseURI);
    const opened = await openAddress(address, file);
    store.dispatch({ type: 'opened', ...opened, sample: id, ...(position && { position }) });
  });
}

/** Of the tour that is taken already, another step is wanted. */
function takeTour(store: Store, { id, at }: NonNullable<Link['story']>, choice: Link['choice']): void {
  if (store.state.stories.run?.tour.id === id && at !== null) store.dispatch({ type: 'tour-step', at });
  else store.dispatch({ type: 'tour-wanted', id, choice, ...(at !== null && { at }) });
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
      if (!stale || source === null || store.state.live !== null) return;
      const answer = await engine.play({ ...source, choice, skipUnmodelled, schedule }, () => mine !== request);
      if (answer === null) return;
      const { played, diagnostics } = answer;
      store.dispatch(played === null ? { type: 'checked', diagnostics } : { type: 'played', played, diagnostics });
    });
  };
  store.subscribe((now, before) => {
    if (!now.stale || now.live !== null || (before.stale && sameRequest(now, before))) return;
    clearTimeout(timer);
    const typing = now.source?.edited === true && now.source.text !== before.source?.text;
    if (typing) timer = setTimeout(() => void play(), TYPING_PAUSE_MS);
    else void play();
  });
}

/** A file that was just opened shows one page all the way down to its bits. */
function selectAtFirst(store: Store): void {
  store.subscribe((now, before) => {
    if (before.played !== null || now.played === null || now.selection !== null || now.stories.run !== null) return;
    const selection = firstSelection(now.played.view(now.position));
    if (selection !== null) store.dispatch({ type: 'selected', selection });
  });
}

/** What a link carries of the state. */
const PLACE = ['position', 'choice', 'sample', 'shared', 'comparison', 'stories', 'played', 'diagnostics'] as const;

/** A link to a comparison opens it. */
function showComparison(store: Store, { compare }: Link): void {
  if (compare === linkedOther(store.state.comparison)) return;
  store.dispatch({ type: 'compare', other: compare === null ? null : otherOf(compare) });
}

/** Keeps the fragment in step with place and machine; what of it becomes an entry of the history, `visits` says. */
function writeAddress(store: Store, visits: Visits): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  // Where somebody went back, what was to be written belongs to the entry that they left.
  globalThis.addEventListener('popstate', () => clearTimeout(timer));
  store.subscribe((now, before) => {
    if (PLACE.every((part) => now[part] === before[part])) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      const { stale, diagnostics } = store.state;
      // What is still to be played has no place yet; a text with mistakes stays without one.
      if (!stale || diagnostics.length > 0) visits.settle(store.state, linkOf(store.state));
    }, ADDRESS_PAUSE_MS);
  });
}

/** Goes where an address leads that somebody pasted: what of it belongs to us is its fragment, wherever the page stood that made it. */
export function goToLink(store: Store, address: string): void {
  const hash = URL.parse(address)?.hash ?? '';
  if (hash.length > 1) location.hash = hash;
  else
    store.dispatch({
      type: 'trouble',
      message: 'This address leads to no place in a program: it has nothing behind a #.',
    });
}

/** Somebody changed the fragment by hand, or followed a link to another place. */
function followLink(store: Store, link: Link): void {
  const { sample, story, position, choice } = link;
  if (story !== null) return takeTour(store, story, choice);
  store.dispatch({ type: 'chosen', choice: { kernel: '', arch: '', index: '', ...choice } });
  showComparison(store, link);
  if (link.script !== null && link.script !== store.state.shared) void openShared(store, link);
  else if (sample !== null && sample !== store.state.sample) void openSample(store, sample, position ?? undefined);
  else if (position !== null) store.dispatch({ type: 'seek', position });
}
