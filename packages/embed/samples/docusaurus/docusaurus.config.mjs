import { remarkMm } from '@mm-playground/embed/remark';

export default {
  title: 'A site of Docusaurus',
  url: 'https://example.org',
  baseUrl: '/',
  onBrokenLinks: 'throw',
  clientModules: ['./src/figures.js'],
  presets: [
    ['classic', { blog: false, docs: { routeBasePath: '/', remarkPlugins: [[remarkMm, { kernel: '6.18' }]] } }],
  ],
};
