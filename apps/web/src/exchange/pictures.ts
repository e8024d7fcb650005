/* Which views there are to take a picture of: the viewers that are in sight, in the order in which they stand. */
import { viewers } from '@mm-playground/viewers';

/** A view that is in sight. */
export interface SeenView {
  /** The same for the same viewer; a second one of its sort has a number. */
  readonly id: string;
  readonly title: string;
  readonly element: Element;
}

/** The views below a node, through shadow trees. */
export function seenViews(root: ParentNode = document): readonly SeenView[] {
  const plugins = new Map(viewers.map((plugin) => [plugin.tag, plugin]));
  const seen: SeenView[] = [];
  const times = new Map<string, number>();
  for (const element of everyElement(root)) {
    const plugin = plugins.get(element.localName);
    if (plugin === undefined || element.clientWidth === 0 || !element.checkVisibility()) continue;
    const time = (times.get(plugin.id) ?? 0) + 1;
    times.set(plugin.id, time);
    const number = time === 1 ? '' : ` ${time}`;
    seen.push({ id: plugin.id + number.trim(), title: plugin.title + number, element });
  }
  return seen;
}

function* everyElement(root: ParentNode): Generator<Element, void, void> {
  for (const element of root.querySelectorAll('*')) {
    yield element;
    if (element.shadowRoot !== null) yield* everyElement(element.shadowRoot);
  }
}
