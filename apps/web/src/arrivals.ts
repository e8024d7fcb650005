/*
 * Files and text that arrive by themselves: dropped onto the page, or pasted where nobody types.
 */
import { isLink } from '@mm-playground/script';
import { openFile, scriptOf, type OpenedFile } from './files.ts';

export interface Arrivals {
  opened(file: OpenedFile): void;
  /** An address was pasted. */
  followed(address: string): void;
  failed(message: string): void;
  /** A file hovers over the page, or does no longer. */
  hovering(over: boolean): void;
}

/** Listens on the window for as long as the page lives. */
export function listenForArrivals(to: Arrivals): void {
  addEventListener('dragover', (event) => {
    if (event.dataTransfer?.types.includes('Files') !== true) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
    to.hovering(true);
  });
  addEventListener('dragleave', (event) => {
    if (event.relatedTarget === null) to.hovering(false);
  });
  addEventListener('drop', (event) => {
    to.hovering(false);
    const file = event.dataTransfer?.files[0];
    if (file === undefined) return;
    event.preventDefault();
    take(file, to);
  });
  addEventListener('paste', (event) => {
    if (event.defaultPrevented || takesText(event)) return;
    const file = event.clipboardData?.files[0];
    const text = event.clipboardData?.getData('text/plain') ?? '';
    if (file !== undefined) take(file, to);
    else if (text.trim() !== '') takeText(text, to);
  });
}

/** What was pasted: an address of this page is gone to, everything else is a script or becomes one. */
function takeText(text: string, to: Arrivals): void {
  const word = text.trim();
  if (isLink(text)) return to.followed(word);
  try {
    to.opened(scriptOf({ file: 'pasted.mm', text }));
  } catch (error) {
    to.failed(error instanceof Error ? error.message : String(error));
  }
}

function take(file: File, to: Arrivals): void {
  openFile(file).then(
    (opened) => to.opened(opened),
    (error: unknown) => to.failed(error instanceof Error ? error.message : String(error)),
  );
}

/** Whether an event happened in something that takes text itself. Looks into shadow roots, where the editor lives. */
export function takesText(event: Event): boolean {
  const target = event.composedPath()[0];
  const element = target instanceof HTMLElement ? target : null;
  return element !== null && (element.isContentEditable || element.matches('input, textarea, select'));
}
