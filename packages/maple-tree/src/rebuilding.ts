/** What stores that rebuild several nodes work with; kept from one to the next, for it is larger than most of them need. */

import { BigNode } from './big-node.ts';
import { OldNodes } from './old-nodes.ts';
import { Path } from './path.ts';

/** See the file's comment. */
export class Rebuilding {
  /** What a level will hold, and a row to put something in front of it. */
  readonly row = new BigNode();
  readonly otherRow = new BigNode();
  /** The two sides of what is rebuilt. */
  readonly left = new Path();
  readonly right = new Path();
  /** What goes. */
  readonly old = new OldNodes();

  get isUsed(): boolean {
    return this.row.count > 0 || this.left.depth >= 0;
  }

  /** Lets go of everything that the last rebuilding took in its hands. */
  clear(): void {
    this.row.clear();
    this.otherRow.clear();
    this.left.release();
    this.right.release();
  }
}
