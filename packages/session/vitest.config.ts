export { default } from '@mm-playground/vitest-preset/sharing';
