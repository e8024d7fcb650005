/** For browser tests: what axe finds wrong with the page, as lines. Contrast included, shadow roots included. */

import axe from 'axe-core';

/** One line for each violation, in the light and in the dark scheme: rule, element, and why. */
export async function violations(context: Element): Promise<string[]> {
  const light = await violationsNow(context, {});
  document.documentElement.style.colorScheme = 'dark';
  document.documentElement.style.background = '#14161a';
  const dark = await violationsNow(context, { runOnly: ['color-contrast'] });
  document.documentElement.removeAttribute('style');
  return [...light, ...dark];
}

async function violationsNow(context: Element, options: axe.RunOptions): Promise<string[]> {
  const { violations: found } = await axe.run(context, {
    rules: { region: { enabled: false }, 'page-has-heading-one': { enabled: false } },
    ...options,
  });
  return found.flatMap((rule) =>
    rule.nodes.map((node) => `${rule.id}: ${node.target.flat().join(' ')}: ${node.failureSummary ?? rule.help}`),
  );
}
