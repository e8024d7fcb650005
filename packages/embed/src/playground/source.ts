/**
 * Where a figure has its script from: the attribute, an address, or its own text. What a server rendered inside of it stands beside the
 * script until the figure is alive, and is no script.
 */

/** Bytes that are fetched at most. */
const MOST_BYTES = 1_000_000;

/** The script in the text of an element: that of `<script type="text/mm">`, of the first `<pre>`, or all of it. */
export function ownScript(element: Element): string {
  const own = element.querySelector('script[type="text/mm"], pre') ?? element;
  return dedented(own.textContent);
}

/** Text in HTML is indented as its tags are. */
export function dedented(text: string): string {
  const lines = text.split('\n');
  const indents = lines.filter((line) => line.trim() !== '').map((line) => line.search(/\S/));
  const indent = Math.min(...indents);
  const cut = Number.isFinite(indent) ? lines.map((line) => line.slice(indent)) : lines;
  return cut.join('\n').trim();
}

/** A script from an address. @throws Error where there is none, or it is too large */
export async function fetchScript(address: string, signal: AbortSignal): Promise<string> {
  const response = await fetch(address, { signal });
  if (!response.ok) throw new Error(`${address}: ${response.status} ${response.statusText}`);
  const text = await response.text();
  if (text.length > MOST_BYTES) throw new RangeError(`${address} has more than ${MOST_BYTES} characters`);
  return text;
}
