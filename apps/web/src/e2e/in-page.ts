/*
 * What tests do and look at inside of the page, for whichever tool drives the browser. Each function is sent there as text: it knows
 * its arguments and the page, and nothing of this file.
 */
import type { MmTimeline, Position } from '@mm-playground/viewers';

/** Drops a file onto the page. */
export function dropFile({ name, text }: { readonly name: string; readonly text: string }): void {
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(new File([text], name));
  dispatchEvent(new DragEvent('drop', { dataTransfer, cancelable: true }));
}

/** Pastes a text where nobody types. */
export function pasteText(text: string): void {
  const clipboardData = new DataTransfer();
  clipboardData.setData('text/plain', text);
  document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
}

/** Where time stands, as the timeline was told. */
export function placeNow(): Position {
  const timeline = document.querySelector('mm-app')?.shadowRoot?.querySelector<MmTimeline>('mm-timeline');
  if (timeline === null || timeline === undefined) throw new Error('there is no timeline');
  return timeline.position;
}

/** What is wrong with what is in view: panes with no word and no picture in them, and texts for screen readers alone that can be seen. */
export function flawsInView(): string[] {
  const all = (root: ParentNode): Element[] =>
    [...root.querySelectorAll('*')].flatMap((each) => [
      each,
      ...(each.shadowRoot === null ? [] : all(each.shadowRoot)),
    ]);
  const isPainted = (canvas: HTMLCanvasElement): boolean => {
    const { width, height } = canvas;
    const pixels = width * height === 0 ? null : canvas.getContext('2d')?.getImageData(0, 0, width, height);
    return pixels !== null && pixels !== undefined && new Set(new Uint32Array(pixels.data.buffer)).size > 2;
  };
  const hasWords = (element: Element): boolean =>
    element.checkVisibility() &&
    [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim() !== '');
  const isBlank = (panel: Element): boolean => {
    const inside = all(panel);
    const canvases = inside.filter((each) => each instanceof HTMLCanvasElement && each.checkVisibility());
    return canvases.length > 0
      ? !canvases.every((canvas) => isPainted(canvas as HTMLCanvasElement))
      : !inside.some((each) => each.localName !== 'style' && hasWords(each));
  };
  const isSeen = (element: Element): boolean => {
    const { x, y, width, height } = element.getBoundingClientRect();
    const root = element.getRootNode();
    const top = root instanceof ShadowRoot ? root.elementFromPoint(x + width / 2, y + height / 2) : null;
    return top === element && element.textContent?.trim() !== '';
  };
  const root = document.querySelector('mm-app')?.shadowRoot;
  const panels = [...(root?.querySelectorAll<HTMLElement>('.panel:not([hidden])') ?? [])];
  const spilled = all(document).filter((each) => each.closest('.sr') !== null && isSeen(each));
  return [
    ...panels.filter(isBlank).map((panel) => `${panel.dataset['pane']} is blank`),
    ...spilled.map((each) => `${each.textContent?.trim()} is seen`),
  ];
}
