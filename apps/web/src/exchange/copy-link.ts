/*
 * A link to what is shown. A program that comes along needs its name only; a text of one's own travels in the link itself,
 * packed, so that no server has to keep it.
 */
import { MOST_LINK } from '../limits.ts';
import { linkOf } from '../share-link.ts';
import type { AppState } from '../state.ts';
import { packText } from './packed.ts';

/** A link, and the word of the script in it; null where it carries none. */
export interface MadeLink {
  readonly address: string;
  readonly packed: string | null;
}

/** The link to what is shown. @throws RangeError where the text is too long for one */
export async function linkTo(state: AppState, here: string): Promise<MadeLink> {
  const { sample, source, shared } = state;
  const isOwn = sample === null || source?.edited === true;
  const packed = isOwn && source !== null ? (shared ?? (await packText(source.text))) : null;
  const { origin, pathname } = new URL(here);
  const address = origin + pathname + linkOf({ ...state, shared: packed, sample: isOwn ? null : sample });
  if (address.length <= MOST_LINK) return { address, packed };
  const length = new Intl.NumberFormat('en').format(address.length);
  throw new RangeError(`The link would have ${length} characters: save the script as a file instead.`);
}

/** Puts the link into the clipboard. @throws Error where the browser does not let us, with the link */
export async function copyLink(state: AppState): Promise<MadeLink> {
  const link = await linkTo(state, location.href);
  try {
    await navigator.clipboard.writeText(link.address);
    return link;
  } catch {
    throw new Error(`The link cannot be copied here: ${link.address}`);
  }
}
