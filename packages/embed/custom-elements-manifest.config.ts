/*
 * custom-elements.json, for editors and for generators of documentation: the elements of this package and all viewers, with what their
 * class comments say. Viewers are defined by their plugins, so that the analyzer sees no tag: it is the name of the class.
 */

interface Named {
  readonly name: string;
}

interface Declaration extends Named {
  readonly kind: string;
  readonly members?: readonly (Named & { readonly kind: string; readonly privacy?: string })[];
  readonly attributes?: readonly (Named & { readonly fieldName?: string })[];
  readonly events?: readonly Named[];
}

interface Module {
  readonly kind: string;
  readonly path: string;
  readonly declarations: readonly Declaration[];
}

const tagOf = (name: string): string => name.replace(/(?!^)[A-Z]/g, (letter) => `-${letter}`).toLowerCase();

const isElement = ({ kind, name }: Declaration): boolean =>
  kind === 'class' && /^Mm[A-Z]/.test(name) && name !== 'MmElement';

/** What a page can use: no state, nothing private, and events by the names that are dispatched. */
function published(declaration: Declaration): Declaration & { readonly tagName: string; readonly customElement: true } {
  const members = declaration.members?.filter(
    ({ kind, privacy }) => kind === 'field' && privacy !== 'private' && privacy !== 'protected',
  );
  const names = new Set(members?.map(({ name }) => name));
  const attributes = declaration.attributes?.filter(({ fieldName }) => fieldName === undefined || names.has(fieldName));
  const events = declaration.events?.filter(({ name }) => name.startsWith('mm-'));
  return {
    ...declaration,
    tagName: tagOf(declaration.name),
    customElement: true,
    ...(members && { members }),
    ...(attributes && { attributes }),
    ...(events && { events }),
  };
}

const elementsOnly = {
  name: 'elements-only',
  packageLinkPhase({ customElementsManifest }: { readonly customElementsManifest: { modules: readonly Module[] } }) {
    customElementsManifest.modules = customElementsManifest.modules.flatMap(({ kind, path, declarations }) => {
      const elements = declarations.filter(isElement).map(published);
      const home = path.replace('../viewers/src', '@mm-playground/viewers');
      return elements.length === 0 ? [] : [{ kind, path: home, declarations: elements, exports: [] }];
    });
  },
};

export default {
  globs: ['src/playground/playground.ts', '../viewers/src/*/*.ts'],
  exclude: ['**/*.test.ts', '**/*.draw.ts', '**/*.styles.ts', '**/plugin.ts'],
  outdir: 'dist',
  // Else it writes into package.json where the file is.
  packagejson: false,
  litelement: true,
  plugins: [elementsOnly],
};
