/*
 * What the palette lists for what was typed: commands, and the choices of commands that have few of them, best first. With
 * nothing typed, what was used recently comes first and everything else in the order of its section.
 */
import { isThere, perform, SECTIONS, type Choice, type Choosing, type Command, type Desk } from './command.ts';
import { matchOf } from './fuzzy.ts';

/** A line of the palette. */
export interface Offer {
  readonly id: string;
  /** The group that it stands in while nothing was typed. */
  readonly group: string;
  readonly title: string;
  readonly detail: string;
  readonly keys: readonly string[];
  readonly isCurrent: boolean;
  /** Whether it leads to choices. */
  readonly isChoosing: boolean;
  run(desk: Desk): void;
}

/** An offer that fits, and which letters of its title do. */
export interface Found {
  readonly offer: Offer;
  readonly at: readonly number[];
}

/** Commands with more choices than this ask for them on a page of their own. */
const FEW = 48;

/** What recently used offers are called. */
export const RECENT = 'Recently used';

/** Every command that can be done now. */
export const commandOffers = (commands: readonly Command[], desk: Desk): readonly Offer[] =>
  commands.filter((command) => isThere(command, desk)).map((command) => offerOf(command, desk));

/** The choices of those commands that have few of them, as they stand among commands; without those that are commands themselves. */
export async function fewChoiceOffers(commands: readonly Command[], desk: Desk): Promise<readonly Offer[]> {
  const there = commands.filter((command) => isThere(command, desk));
  const known = new Set(commands.map(({ title }) => title.toLowerCase()));
  const few = (await Promise.all(there.map((command) => fewChoices(command, desk)))).flat();
  return few.filter(({ title }) => !known.has(title.toLowerCase()));
}

/** The choices of one command. */
export async function choiceOffers(command: Choosing, desk: Desk): Promise<readonly Offer[]> {
  return (await command.choices(desk)).map((choice) => choiceOffer(command, choice, false));
}

async function fewChoices(command: Command, desk: Desk): Promise<readonly Offer[]> {
  if (!('choices' in command)) return [];
  const choices = await command.choices(desk);
  return choices.length > FEW ? [] : choices.map((choice) => choiceOffer(command, choice, true));
}

const offerOf = (command: Command, desk: Desk): Offer => ({
  id: command.id,
  group: command.section,
  title: command.title,
  detail: command.detail?.(desk) ?? '',
  keys: command.keys ?? [],
  isCurrent: false,
  isChoosing: 'choices' in command,
  run: (now) => perform(command, now),
});

/** `amongAll`: beside other commands, where its own title does not say what it is a choice of. */
const choiceOffer = (command: Choosing, choice: Choice, amongAll: boolean): Offer => ({
  id: `${command.id}/${choice.id}`,
  group: '',
  title: amongAll ? `${command.title}: ${choice.title}` : choice.title,
  detail: choice.detail ?? '',
  keys: [],
  isCurrent: choice.isCurrent ?? false,
  isChoosing: false,
  run: (now) => choice.run(now),
});

/** What fits, best first; what fits alike stays in its order, what was used recently before what was not. */
export function found(offers: readonly Offer[], typed: string, recent: readonly string[]): readonly Found[] {
  if (typed.trim() === '') return untyped(offers, recent).map((offer) => ({ offer, at: [] }));
  const used = (id: string): number => (recent.includes(id) ? 1 : 0);
  return offers
    .flatMap((offer) => {
      const match = matchOf(typed, `${offer.title} ${offer.detail}`);
      return match === null ? [] : [{ offer, at: match.at, score: match.score + used(offer.id) }];
    })
    .toSorted((a, b) => b.score - a.score);
}

function untyped(offers: readonly Offer[], recent: readonly string[]): readonly Offer[] {
  const used = recent.flatMap((id) => offers.find((offer) => offer.id === id) ?? []);
  const rank = ({ group }: Offer): number => SECTIONS.findIndex((section) => section === group);
  // Choices among commands have no group of their own: they are found by typing, or by their command.
  const isChoicePage = offers.every(({ group }) => group === '');
  const others = offers.filter((offer) => isChoicePage || (offer.group !== '' && !used.includes(offer)));
  const recently = isChoicePage ? [] : used.map((offer) => ({ ...offer, group: RECENT }));
  return [...recently, ...others.toSorted((a, b) => rank(a) - rank(b))];
}
