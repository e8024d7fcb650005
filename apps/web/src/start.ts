/*
 * Starts the app: defines the elements, makes the store, plays the first file. What the first picture does not need (the
 * editor) is fetched after it.
 */
import { interleaving, pageTable } from '@mm-playground/viewers';
import { listenForArrivals } from './arrivals.ts';
import { COMMANDS } from './commands/all.ts';
import { perform } from './commands/command.ts';
import { commandOf } from './commands/keyboard.ts';
import { goToLink, openFirst, startEffects } from './effects.ts';
import { LAYOUT_NAME, startLayout } from './layout/layout-effects.ts';
import { layoutOfText } from './layout/stored-layout.ts';
import { MmAppLive } from './live/live-bar.ts';
import { remembered } from './remember.ts';
import { MmApp } from './shell/app.ts';
import { MmAppDialogs } from './shell/dialogs.ts';
import { MmAppHeader } from './shell/header.ts';
import { MmAppNotice } from './shell/notice.ts';
import { paneOf, pluginPanes } from './shell/panes.ts';
import { MmAppViewer } from './shell/viewer.ts';
import { playgroundEngine } from './playground-engine.ts';
import { initialState, type AppState } from './state.ts';
import { Store } from './store.ts';
import { applyTheme, storedTheme } from './theme.ts';

/** Starts the app in the page. */
export async function start(): Promise<void> {
  const theme = storedTheme();
  applyTheme(theme);
  const layout = layoutOfText(remembered(LAYOUT_NAME), (pane) => paneOf(pane) !== undefined);
  const store = new Store({ ...initialState, theme, layout });
  startLayout(store);
  const visits = startEffects(store, playgroundEngine);
  const opening = openFirst(store, playgroundEngine, visits);
  defineElements();
  const app = new MmApp();
  app.store = store;
  app.loaded = playgroundEngine.loaded;
  document.body.append(app);
  listen(app, store);
  await opening;
  // Who opens the page with a viewer wants to see it.
  for (const { id } of pluginPanes()) store.dispatch({ type: 'layout', layout: { type: 'show', pane: id } });
  await firstPicture(app, store);
  app.facts = playgroundEngine.facts();
  await defineLater();
  app.isComplete = true;
  await app.updateComplete;
  app.toggleAttribute('data-editor', true);
}

/** Resolves when the first program is on screen (or could not be played), and marks it for who measures. */
async function firstPicture(app: MmApp, store: Store): Promise<void> {
  await new Promise<void>((done) => {
    const isShown = ({ played, diagnostics, trouble }: AppState): boolean =>
      played !== null || diagnostics.length > 0 || trouble !== null;
    if (isShown(store.state)) return done();
    const stop = store.subscribe((now) => {
      if (!isShown(now)) return;
      stop();
      done();
    });
  });
  await app.updateComplete;
  await new Promise(requestAnimationFrame);
  performance.mark('mm-first-picture');
  app.toggleAttribute('data-ready', true);
}

function defineElements(): void {
  customElements.define('mm-app-viewer', MmAppViewer);
  customElements.define('mm-app-header', MmAppHeader);
  customElements.define('mm-app-notice', MmAppNotice);
  customElements.define('mm-app-dialogs', MmAppDialogs);
  customElements.define('mm-app-live', MmAppLive);
  customElements.define('mm-app', MmApp);
}

/** The editor, stories, comparisons and races. */
async function defineLater(): Promise<void> {
  const [
    { MmAppPalette },
    { MmAppLoaded },
    { MmAppEditor },
    { MmAppStory },
    { MmAppTour },
    { MmAppStories },
    { MmAppRace },
    { MmAppCompare },
    { MmAppFailures },
    { MmAppTime },
    { MmAppBranches },
  ] = await Promise.all([
    import('./commands/palette.ts'),
    import('./shell/loaded.ts'),
    import('./editor/editor.ts'),
    import('./story/story.ts'),
    import('./story/tour-pane.ts'),
    import('./story/stories-list.ts'),
    import('./race/race-pane.ts'),
    import('./compare/compare-pane.ts'),
    import('./failures/failures-pane.ts'),
    import('./time/time-bar.ts'),
    import('./time/branch-list.ts'),
    // Comparisons and races draw these without asking whether they are there.
    pageTable.define(),
    interleaving.define(),
  ]);
  customElements.define('mm-app-palette', MmAppPalette);
  customElements.define('mm-app-loaded', MmAppLoaded);
  customElements.define('mm-app-editor', MmAppEditor);
  customElements.define('mm-app-story', MmAppStory);
  customElements.define('mm-app-tour', MmAppTour);
  customElements.define('mm-app-stories', MmAppStories);
  customElements.define('mm-app-race', MmAppRace);
  customElements.define('mm-app-compare', MmAppCompare);
  customElements.define('mm-app-failures', MmAppFailures);
  customElements.define('mm-app-time', MmAppTime);
  customElements.define('mm-app-branches', MmAppBranches);
}

function listen(app: MmApp, store: Store): void {
  addEventListener('keydown', (event) => {
    const command = commandOf(event, COMMANDS, app.desk);
    if (command === null) return;
    event.preventDefault();
    perform(command, app.desk);
  });
  listenForArrivals({
    opened: (file) => store.dispatch({ type: 'opened', ...file }),
    followed: (address) => goToLink(store, address),
    failed: (message) => store.dispatch({ type: 'trouble', message }),
    hovering: (over) => (app.dropping = over),
  });
}
