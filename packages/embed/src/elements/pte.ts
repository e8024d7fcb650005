/** `<mm-pte arch="x86-64" value="0x80000000054f5067">`: an entry of an architecture that is called by its name. */

import { pte } from '@mm-playground/viewers';
import { complain } from './complain.ts';

const USUAL_ARCH = 'x86-64';

/** Brings the architecture that the attribute names, now and when it names another one. */
export async function showEntry(element: Element): Promise<void> {
  await pte.define();
  const tell = async (): Promise<void> => {
    const { fetchArchitecture } = await import('../architectures.ts');
    Object.assign(element, { architecture: await fetchArchitecture(element.getAttribute('arch') ?? USUAL_ARCH) });
  };
  new MutationObserver(() => void tell().catch((error: unknown) => complain(element, error))).observe(element, {
    attributeFilter: ['arch'],
  });
  await tell();
}

/** All entries of a document, now and later. */
export function bringEntriesAlive(page: Document): void {
  const known = new WeakSet<Element>();
  const look = (): void => {
    for (const element of page.querySelectorAll(pte.tag)) {
      if (known.has(element)) continue;
      known.add(element);
      showEntry(element).catch((error: unknown) => complain(element, error));
    }
  };
  look();
  new MutationObserver(look).observe(page, { childList: true, subtree: true });
}
