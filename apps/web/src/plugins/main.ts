/*
 * The page with plugins of strangers: `with-plugins.html?plugin=ADDRESS`, as often as there are plugins, each with an
 * `&integrity=sha384-...` behind it where the link says which file it means. It is a page of its own, because it may execute what it
 * fetched and fetch from elsewhere, which the usual one never may. Nothing runs before somebody has said yes to these very bytes.
 */
import { applyTheme, storedTheme } from '../theme.ts';
import { MmAppConsent } from './consent.ts';
import { isTrusted, trust } from './trust.ts';
import { fetchPlugin, runPlugin } from './plugin-file.ts';
import { takePlugins } from './page-plugins.ts';
import { wantedPlugins } from './wanted.ts';

customElements.define('mm-app-consent', MmAppConsent);
applyTheme(storedTheme());
void openWithPlugins();

async function openWithPlugins(): Promise<void> {
  const consent = new MmAppConsent();
  document.body.append(consent);
  try {
    const wanted = wantedPlugins(location.search, document.baseURI);
    const files = await Promise.all(wanted.map(({ address, integrity }) => fetchPlugin(address, integrity)));
    const strange = files.filter((file) => !file.isOurs && !isTrusted(file.integrity));
    if (strange.length > 0 && !(await consent.ask(strange))) return leave();
    trust(strange.map(({ integrity }) => integrity));
    takePlugins(await Promise.all(files.map(runPlugin)));
  } catch (error) {
    await consent.refuse(error instanceof Error ? error.message : String(error));
    return leave();
  }
  consent.remove();
  const { start } = await import('../start.ts');
  await start();
}

/** To the page without plugins, with all else that the address says. */
function leave(): void {
  const rest = new URLSearchParams(location.search);
  rest.delete('plugin');
  rest.delete('integrity');
  const search = rest.size === 0 ? '' : `?${rest.toString()}`;
  location.replace(new URL(`./${search}${location.hash}`, document.baseURI));
}
