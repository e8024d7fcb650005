import { cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { markdownItMm, mmElements } from '@mm-playground/embed/markdown-it';
import { defineConfig, type Plugin } from 'vitepress';
import { withPolicy } from '../scripts/policy.ts';
import { writeReference } from '../scripts/reference.ts';
import { repositoryLinks } from '../scripts/repository-links.ts';
import { sidebar } from '../scripts/sidebar.ts';
import { otherMarkdown, ROOT, sitePages } from '../scripts/site-pages.ts';

await writeReference();
const pages = sitePages();
const app = join(ROOT, 'apps', 'web', 'dist');

/** Pages lie where no Vue is installed. When they are rendered, Node finds it from the site's folder. */
const vueOfTheSite: Plugin = {
  name: 'mm-playground:vue',
  enforce: 'pre',
  resolveId: (id, _importer, { ssr }) => (ssr === true && /^vue(\/|$)/.test(id) ? { id, external: true } : undefined),
};

export default defineConfig({
  title: 'mm-playground',
  description: "An executable, steppable model of Linux's address space",
  lang: 'en',
  // Pages are where the repository has them; `pages` says where they stand on the site.
  srcDir: ROOT,
  srcExclude: otherMarkdown(pages),
  rewrites: pages,
  outDir: 'dist',
  metaChunk: true,
  head: [['link', { rel: 'icon', href: '/icon.svg', type: 'image/svg+xml' }]],
  markdown: {
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
    config(md) {
      markdownItMm(md, { kernel: '6.18' });
      repositoryLinks(md, pages);
    },
  },
  vue: { template: { compilerOptions: mmElements } },
  vite: {
    publicDir: join(import.meta.dirname, '..', 'public'),
    resolve: {
      conditions: ['@mm-playground/source'],
      // Packages are their sources here, style sheets too.
      alias: { '@mm-playground/embed/cdn': join(ROOT, 'packages', 'embed', 'public') },
    },
    plugins: [vueOfTheSite],
    // The esbuild of this Vite knows no ES2024, which our tsconfig.json asks for.
    esbuild: { tsconfigRaw: { compilerOptions: { target: 'ES2022', verbatimModuleSyntax: true } } },
    build: { target: 'es2022', chunkSizeWarningLimit: 2000 },
  },
  transformHtml: withPolicy,
  // The app stands beside the site, so that links can open it.
  buildEnd({ outDir }) {
    if (existsSync(app)) cpSync(app, join(outDir, 'app'), { recursive: true });
  },
  themeConfig: {
    search: { provider: 'local' },
    outline: [2, 3],
    externalLinkIcon: true,
    nav: [
      { text: 'Tour', link: '/tour' },
      { text: 'Guides', link: '/guides/embed' },
      { text: 'Reference', link: '/reference/support' },
      { text: 'Playground', link: '/app/', target: '_self' },
    ],
    sidebar: sidebar(pages),
  },
});
