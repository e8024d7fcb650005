/** `<mm-pte>` and nothing else, for a page that only explains entries: a module of its own, that knows no model. */

import { isServer } from 'lit';
import { bringEntriesAlive } from './elements/pte.ts';

if (!isServer) bringEntriesAlive(document);
