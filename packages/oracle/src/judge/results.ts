/**
 * What campaigns came to, kept as data: one entry a campaign, in a JSON file that is committed, from which docs/oracle-results.md
 * is made. A campaign that is run again takes the place of what it came to before.
 */
import type { CampaignPlan, Outcome } from './campaign.ts';
import type { Verdict } from './judge.ts';

/** A script on which a campaign's kernel and model do not agree. */
export interface RecordedFinding {
  /** `vma-17`: profile and seed. */
  readonly name: string;
  readonly kind: Exclude<Verdict['kind'], 'agrees'>;
  /** What differs first, after which call it did once, or what is not modelled. */
  readonly what: string;
  /** The model on which the same script agrees, once its cause was found. */
  readonly mended?: string;
}

/** Where and with what a campaign ran. */
export interface CampaignOrigin {
  /** What `--boot` was given; null for the kernel that ran. */
  readonly boot: string | null;
  /**
   * The release and the build line, as the kernel prints them: a distribution's release does not say which stable one it is. The
   * local version of the kernel that ran is left out.
   */
  readonly release: string;
  readonly build: string;
  /** As `uname -m`. */
  readonly arch: string;
  /** Bytes. */
  readonly pageSize: number;
  /** The day, as `2026-11-26`. */
  readonly date: string;
  /** The commit of the model, with a `+` where something was changed besides; null where that is not known. */
  readonly commit: string | null;
}

/** What a campaign came to. */
export interface CampaignRecord extends CampaignOrigin {
  /** In turn, as {@link CampaignPlan} has them. */
  readonly profiles: readonly string[];
  readonly seed: number;
  /** How many calls were asked for, setups apart. */
  readonly count: number;
  /** How many of them were made: fewer where the campaign did not come to its end. */
  readonly tried: number;
  readonly files: number;
  /** Compared calls, with those of setups. */
  readonly calls: number;
  readonly checkpoints: number;
  readonly divergences: number;
  readonly findings: readonly RecordedFinding[];
}

/** Adds up outcomes. */
export class CampaignTally {
  readonly #origin: CampaignOrigin;
  readonly #plan: CampaignPlan;
  readonly #findings: RecordedFinding[] = [];
  #sums = { tried: 0, files: 0, calls: 0, checkpoints: 0, divergences: 0 };

  constructor(origin: CampaignOrigin, plan: CampaignPlan) {
    this.#origin = origin;
    this.#plan = plan;
  }

  /** How many calls were made, setups apart. */
  get tried(): number {
    return this.#sums.tried;
  }

  add({ trial, verdict }: Outcome): void {
    const { kind, report } = verdict;
    const { tried, files, calls, checkpoints, divergences } = this.#sums;
    this.#sums = {
      tried: tried + trial.script.calls.length,
      files: files + 1,
      calls: calls + report.calls,
      checkpoints: checkpoints + report.checkpoints,
      divergences: divergences + report.divergences.length,
    };
    if (kind !== 'agrees') this.#findings.push({ name: trial.name, kind, what: whatOf(verdict) });
  }

  /** What it came to so far. */
  record(): CampaignRecord {
    const { profiles, seed, count } = this.#plan;
    return { ...this.#origin, profiles, seed, count, ...this.#sums, findings: [...this.#findings] };
  }
}

function whatOf({ kind, report: { divergences, stopped }, script: { calls } }: Verdict): string {
  if (kind === 'unconfirmed') return `after call ${calls.length}, ${calls.at(-1)?.name}`;
  const [first] = divergences;
  if (first === undefined) return stopped?.message ?? '';
  return `${first.what}: recorded ${first.recorded}, model ${first.model}`;
}

/** What a campaign is known by. */
const keyOf = ({ boot, release, build, arch, profiles, seed, count }: CampaignRecord): string =>
  JSON.stringify([boot, release, build, arch, profiles, seed, count]);

/** The campaigns of such a file. @throws SyntaxError for other text. */
export function readRecords(text: string): readonly CampaignRecord[] {
  const records: unknown = text.trim() === '' ? [] : JSON.parse(text);
  if (!Array.isArray(records)) throw new SyntaxError('expected a list of campaigns');
  return records as readonly CampaignRecord[];
}

/** The text of the file with this campaign in it: in the place of the same one before, or at the end. */
export function withRecord(text: string, record: CampaignRecord): string {
  const records = readRecords(text);
  const at = records.findIndex((other) => keyOf(other) === keyOf(record));
  const all = at < 0 ? [...records, record] : records.with(at, record);
  return `${JSON.stringify(all, null, 2)}\n`;
}
