/** Says it in the page, where the reader looks. */
export function complain(element: Element, error: unknown): void {
  const note = element.ownerDocument.createElement('p');
  note.setAttribute('role', 'alert');
  note.textContent = error instanceof Error ? error.message : String(error);
  element.after(note);
}
