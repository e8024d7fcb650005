/** The one module of a page: `<mm-playground>`, and each viewer that stands alone in the page, now or later. */

import { definePlayground } from './define.ts';
import { watchPage } from './elements/alone.ts';

// Lit brings `customElements` along on a server; there is no document there.
if (typeof document !== 'undefined') {
  definePlayground();
  watchPage(document);
}
