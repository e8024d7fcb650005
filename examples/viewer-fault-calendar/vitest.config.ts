export { default } from '@mm-playground/browser-launcher/vitest';
