/** For browser tests: what axe finds wrong with the page, as lines. Contrast included, shadow roots included. */

import axe from 'axe-core';

/** One line for each violation: rule, element, and why. */
export async function violations(context: Element): Promise<string[]> {
  const { violations: found } = await axe.run(context, {
    rules: { region: { enabled: false }, 'page-has-heading-one': { enabled: false } },
  });
  return found.flatMap((rule) =>
    rule.nodes.map((node) => `${rule.id}: ${node.target.flat().join(' ')}: ${node.failureSummary ?? rule.help}`),
  );
}
