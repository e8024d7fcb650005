/* Which plugins an address asks for. */

export interface WantedPlugin {
  readonly address: URL;
  /** The file that is meant, as `<script integrity>` writes it; null for whichever is there. */
  readonly integrity: string | null;
}

/** More are no page that somebody made on purpose. */
const MOST_PLUGINS = 16;
const INTEGRITY = /^sha384-[A-Za-z0-9+/]{64}$/;

/** The plugins of a query. @throws Error where it names what is no address, or an integrity that is none */
export function wantedPlugins(search: string, base: string): readonly WantedPlugin[] {
  const wanted: { address: URL; integrity: string | null }[] = [];
  for (const [name, value] of new URLSearchParams(search)) {
    const last = wanted.at(-1);
    if (name === 'plugin') wanted.push({ address: addressOf(value, base), integrity: null });
    else if (name === 'integrity' && last !== undefined) last.integrity = integrityOf(value);
  }
  if (wanted.length > MOST_PLUGINS) throw new Error(`${wanted.length} plugins are more than ${MOST_PLUGINS}`);
  return wanted;
}

function addressOf(text: string, base: string): URL {
  const address = URL.parse(text, base);
  if (address === null) throw new Error(`plugin=${text} is no address`);
  return address;
}

/** A plus in a query is read as a blank. */
function integrityOf(text: string): string {
  const integrity = text.replaceAll(' ', '+');
  if (!INTEGRITY.test(integrity)) throw new Error(`integrity=${text} is none: expected sha384- and 64 letters`);
  return integrity;
}
