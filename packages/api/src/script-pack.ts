/**
 * A script pack: scripts that come along with a plugin, such as the scenarios of a patch, a course, the regressions of a bug tracker.
 *
 * Recipe. Bare minimum: an id, a title, and scripts with their text. A script says in itself what it is about (`#@ title`,
 * `#@ question`) and what must hold (`#@ expect`): then `mm check` and `mm explore` prove it, and so does the kit.
 *
 * On the command line a script of a loaded pack is named `PACK/SCRIPT` wherever a file may stand; the app lists it among its programs.
 */

/** What a plugin contributes. */
export interface ScriptPack {
  /** `munmap-regressions`, ...: lower case letters, digits and dashes. */
  readonly id: string;
  readonly title: string;
  /** At least one, in the order in which they are best read. */
  readonly scripts: readonly PackedScript[];
}

/** A script that comes along. */
export interface PackedScript {
  /** Unique in its pack: lower case letters, digits and dashes. */
  readonly id: string;
  readonly title: string;
  /** What it shows, in a few words. */
  readonly what: string;
  /** The script as it would stand in a file. */
  readonly text: string;
}
