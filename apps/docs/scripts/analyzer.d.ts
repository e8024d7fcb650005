/** What is used of the analyzer, which has no types. */
declare module '@custom-elements-manifest/analyzer/cli.js' {
  export function cli(options: {
    readonly argv: readonly string[];
    readonly cwd: string;
    readonly noWrite: boolean;
  }): Promise<{ readonly modules: readonly { readonly declarations: readonly never[] }[] }>;
}
