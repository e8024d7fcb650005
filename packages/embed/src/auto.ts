/** The one module of a page: `<mm-playground>`, and each viewer that stands alone in the page, now or later. */

import { isServer } from 'lit';
import { definePlayground } from './define.ts';
import { watchPage } from './elements/alone.ts';

if (!isServer) {
  definePlayground();
  watchPage(document);
}
